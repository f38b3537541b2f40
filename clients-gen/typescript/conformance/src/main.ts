// The conformance program: see tests/Conformance/SCENARIOS.md.
import { failures } from './failures.js';
import { maps } from './maps.js';
import { queries } from './queries.js';
import { rules } from './rules.js';
import { run } from './scenarios.js';
import { sync } from './sync.js';
import { types } from './types.js';
import { values } from './values.js';
import { vectors } from './vectors.js';
import { watches } from './watches.js';

await run({ ...failures, ...maps, ...queries, ...rules, ...sync, ...types, ...values, ...vectors, ...watches });
process.exit();
