// A client of TopGun: what the contract's stubs lack to be pleasant in TypeScript. Messages stand in topgun-client/v1/map and so on.
export { Conversation, type ConversationOptions, type Say, type Told } from './conversation.js';
export { digest, digestEntry, type DigestEntry } from './digests.js';
export { failure, type Failure } from './failures.js';
export { ABSENT, recordValue, seenElements, written } from './records.js';
export { bearer, connect, Server } from './server.js';
export { compareStamps } from './stamps.js';
export { fieldsOf, fromValue, toValue, type Native } from './values.js';
