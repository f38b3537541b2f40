const a = Array.from({ length: 3000 }, (_, i) => i); for (;;) a.sort(() => 1)
const a = Array.from({ length: 3000 }, (_, i) => i); for (;;) a.sort(() => -1)
const a = Array.from({ length: 3000 }, (_, i) => i); let n = 0; for (;;) a.sort(() => n++ % 3 - 1)
const a = Array.from({ length: 3000 }, (_, i) => i); for (;;) a.sort((x, y) => NaN)
const a = [3, 2, 1]; a.sort(() => { a.push(1); return 1 }); for (;;) a.sort(() => { a.length = 0; return -1 })
const a = [3, 2, 1]; a.sort(() => { throw 1 })
const a = [1, 2, 3]; a.sort((x, y) => ({ valueOf() { for (;;); } }))
const a = [1, 2, 3]; for (;;) a.toSorted(() => Infinity)
[1, 2].sort(1)
[{ toString() { throw 'x' } }, 1].sort()
const o = { get length() { return 5 }, set length(v) { throw 'no' } }; Array.prototype.push.call(o, 1)
Array.prototype.pop.call(Object.freeze([1]))
Array.from({ get length() { throw 1 } })
const it = { [Symbol.iterator]() { return 1 } }; return [...it]
const it = { [Symbol.iterator]() { return { next: 1 } } }; return [...it]
const it = { [Symbol.iterator]() { return { next: () => 1 } } }; return [...it]
const it = { [Symbol.iterator]: 1 }; return [...it]
const a = [1, 2, 3]; a[Symbol.iterator] = () => ({ next: () => ({}) }); return [...a]
const s = new Set([1]); s.forEach(() => { for (let i = 0; ; i++) s.add(i) })
'aaa'.replace(/a/g, () => ({ toString() { for (;;); } }))
JSON.stringify({ a: 1 }, () => ({ a: 1 }))
JSON.stringify({ a: 1 }, function (k, v) { return [v] })
JSON.stringify({ toJSON() { return this } }, (k, v) => ({ v }))
JSON.parse('[1,2]', function (k, v) { if (k === '0') this[1] = [[1]]; return [v].concat(this) && (() => { for (;;); })() })
JSON.parse('['.repeat(1000) + ']'.repeat(1000))
JSON.parse('{"a":'.repeat(1000) + '1' + '}'.repeat(1000))
JSON.parse('['.repeat(1e6))
JSON.parse('"' + 'x'.repeat(4e6) + '"')
JSON.parse('[' + '0,'.repeat(1e6) + '0]')
JSON.parse('{' + Array.from({ length: 20000 }, (_, i) => `"k${i}":${i}`).join() + '}') && (() => { for (;;); })()
JSON.stringify('\u0000'.repeat(1e6))
for (;;) JSON.stringify(Array(1000).fill('x'.repeat(200)), null, 10)
let deep = 1; for (let i = 0; i < 100; i++) deep = [deep]; for (;;) JSON.stringify(deep, null, '          ')
(1e308).toString(2).repeat(1e5)
for (;;) (1e-308).toString(2)
for (;;) (1e-308).toPrecision(100)
for (;;) (1.1).toFixed(100)
for (;;) (Math.PI * 1e300).toString(36)
(1).toFixed(1e9)
(1).toString(1e9)
(1).toPrecision(-1)
Number('9'.repeat(4e6)) && (() => { for (;;); })()
parseFloat('1' + '0'.repeat(3e6)) && (() => { for (;;); })()
for (;;) Number('1' + '0'.repeat(1000) + '.' + '0'.repeat(1000) + '1')
for (let i = 1e300; ; i++) new Date(i).getTime() && i
new Date(8.64e15, 8.64e15, 8.64e15).toISOString()
new Date(2024, 1e300).toISOString()
String.fromCodePoint(1114112)
'\ud800'.codePointAt(0).x.y
return '\ud800'
return { action: 'reject', reason: 'half \udc00' }
return () => 1
return { action: 'accept', value: () => 1 }
return Symbol.iterator
return new Map()
return new Date(0)
return /a/
return { get action() { for (;;); } }
return { get action() { throw 1 } }
return { value: new Set() }
return [new Error('x')]
return Math.max
