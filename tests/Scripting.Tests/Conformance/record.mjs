// Records what Node answers to every case in *.js beside this file:
//   TZ=UTC node record.mjs
// Each line of a file is one case: an expression, or the statements of a function body when it says "return" or "throw"
// as a statement. The answers go to <file>.json, which the tests read; they are data and never edited by hand.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));

// JSON with what JSON leaves out: undefined, NaN, the infinities and -0; members sorted by name.
function encode(value) {
  if (value === undefined) return 'undefined';
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${Array.from(value, item => encode(item === undefined ? null : item)).join(',')}]`;
  if (typeof value === 'object') {
    const members = Object.keys(value).filter(key => value[key] !== undefined).sort();
    return `{${members.map(key => `${JSON.stringify(key)}:${encode(value[key])}`).join(',')}}`;
  }
  throw new Error(`A case must not return a ${typeof value}.`);
}

export function bodyOf(line) {
  return /(^|[;{}:)\s])(return|throw)\b/.test(line) ? line : `return (${line})`;
}

function answer(line) {
  let run;
  try {
    run = new Function('context', `'use strict';\n${bodyOf(line)}`);
  } catch (error) {
    return `refused ${error.name}`;
  }
  try {
    return encode(run({}));
  } catch (error) {
    return error instanceof Error ? `throws ${error.name}` : `throws ${encode(error)}`;
  }
}

let count = 0;
for (const file of readdirSync(folder).filter(name => name.endsWith('.js')).sort()) {
  const lines = readFileSync(join(folder, file), 'utf8').split('\n').filter(line => line.trim() !== '' && !line.startsWith('//'));
  const cases = lines.map(code => ({ code, answer: answer(code) }));
  writeFileSync(join(folder, file.replace(/\.js$/, '.json')), `[\n${cases.map(one => `  ${JSON.stringify(one)}`).join(',\n')}\n]\n`);
  count += cases.length;
}
console.log(`${count} cases`);
