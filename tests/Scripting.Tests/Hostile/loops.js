while (true) {}
while (true);
for (;;) {}
for (;;);
do {} while (true)
do ; while (1)
for (let i = 0; i < 1; ) {}
for (let i = 0; i >= 0; i++) {}
for (var i = 0; ; i++) { i = 0 }
a: while (true) { continue a }
a: for (;;) { b: for (;;) { continue a } }
outer: while (true) { switch (1) { case 1: continue outer } }
for (const x of { [Symbol.iterator]() { return { next: () => ({ value: 1, done: false }) } } }) {}
for (const x of { [Symbol.iterator]() { return this }, next() { return {} } }) {}
const m = new Map([[1, 1]]); for (const [k] of m) { m.delete(k); m.set(k + 1, 1) }
const s = new Set([1]); for (const v of s) { s.delete(v); s.add(v + 1) }
const s = new Set([1]); s.forEach(v => { s.delete(v); s.add(v + 1) })
const a = [1]; for (const x of a) a.push(x)
const a = [0]; for (const i in a) { while (1) a[i]++ }
try { while (true) {} } catch { return 'caught' } finally { return 'finally' }
while (true) { try { while (true) {} } finally { continue } }
for (;;) { try { throw 1 } catch (e) {} }
for (;;) { try { null.x } catch (e) {} }
for (;;) { try { (() => { throw new Error('x') })() } catch {} }
const f = () => { for (;;) try { return f() } catch {} }; return f()
let i = 0; while (i < Infinity) i++
let i = 1e300; while (i > 0) i--
for (let x = NaN; x !== x; ) {}
(function () { while (true) {} })()
(() => { for (;;); })()
new (class { constructor() { for (;;); } })()
new (class { x = (() => { for (;;); })() })()
class A { static { for (;;); } }
({ get x() { for (;;); } }).x
`${{ toString() { for (;;); } }}`
+{ valueOf() { for (;;); } }
[1, 2].sort(() => { for (;;); })
[1].map(() => { for (;;); })
[1, 2].reduce(() => { for (;;); })
'a'.replace('a', () => { for (;;); })
JSON.stringify({ toJSON() { for (;;); } })
JSON.parse('1', () => { for (;;); })
Array.from({ length: 1e15 })
Array.from({ length: Infinity }, () => 1)
Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)
Array.prototype.lastIndexOf.call({ length: 2 ** 53 - 1 }, 1)
Array.prototype.forEach.call({ length: 2 ** 53 - 1 }, () => 1)
Array.prototype.includes.call({ length: 1e12 }, 1)
Array.prototype.join.call({ length: 1e12 }, '')
Array.prototype.reverse.call({ length: 1e12 })
Array.prototype.fill.call({ length: 1e12 }, 0)
Array.prototype.unshift.call({ length: 1e12 }, 1)
Array.prototype.splice.call({ length: 1e12 }, 0, 1)
Array.prototype.copyWithin.call({ length: 1e12 }, 1, 0)
Array.prototype.sort.call({ length: 1e12 })
Array.prototype.map.call({ length: 4e9 }, x => x)
Array.prototype.slice.call({ length: 1e12 })
Array.prototype.toSorted.call({ length: 1e9 })
Math.max.apply(null, { length: 1e9 })
(() => 1).apply(null, { length: 1e12 })
String.raw({ raw: { length: 1e12 } })
let o = {}; for (let i = 0; ; i++) o = Object.create(o)
let o = {}; for (let i = 0; i < 5000; i++) o = Object.create(o); for (;;) o.missing
let f = () => 1; for (;;) f = f.bind()
let f = () => 1; for (let i = 0; i < 5000; i++) f = f.bind(null, 1); return f()
let f = () => 1; for (let i = 0; i < 300; i++) f = f.bind(); return f()
Number.prototype.toString.call(1, { valueOf() { for (;;); } })
