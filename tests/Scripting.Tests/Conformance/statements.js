let s = 0; for (let i = 0; i < 5; i++) s += i; return s
let s = 0; for (;;) { if (s++ > 3) break } return s
let s = ''; for (const c of 'héy') s = c + s; return s
let s = []; for (const k in { b: 1, a: 2, 2: 3, 1: 4 }) s.push(k); return s
let s = []; for (const k in [7, 8]) s.push(k); return s
let s = []; for (const k in 'ab') s.push(k); return s
let s = []; for (const k in null) s.push(k); return s
let s = []; for (var k in { x: 1 }) s.push(k); return [s, k]
let s = []; class A { constructor() { this.x = 1 } m() {} } for (const k in new A) s.push(k); return s
let s = []; const o = Object.create({ inherited: 1 }); o.own = 2; for (const k in o) s.push(k); return s
let i = 0; while (i < 10) { i++; if (i === 5) continue; if (i === 8) break } return i
let i = 0; do { i++ } while (i < 3); return i
let i = 0; do i++; while (i < 3) return i
outer: for (let i = 0; i < 3; i++) { for (let j = 0; j < 3; j++) { if (j === 1) continue outer; if (i === 2) break outer; } } return 'done'
let n = 0; a: for (const x of [1, 2]) { b: for (const y of [1, 2]) { n += x * y; if (y === 1) continue a; } } return n
a: { b: { break a; } return 1 } return 2
let r = []; x: { r.push(1); if (true) break x; r.push(2) } return r
switch (3) { case 1: return 'a'; case 3: return 'c'; default: return 'd' }
let r = []; switch (2) { case 1: r.push(1); case 2: r.push(2); case 3: r.push(3); break; case 4: r.push(4) } return r
let r = []; switch (9) { case 1: r.push(1); default: r.push('d'); case 2: r.push(2) } return r
let r = 0; switch ('1') { case 1: r = 1; break; case '1': r = 2 } return r
switch (1) { case 1: let x = 5; return x }
let n = 0; switch (n++) { case n: return 'n'; case 0: return n }
try { throw 1 } catch (e) { return e }
try { null.x } catch (e) { return e.name }
try { return 1 } finally { }
try { return 1 } finally { return 2 }
let r = []; try { r.push(1); throw 2 } catch (e) { r.push(e) } finally { r.push(3) } return r
let f = () => { try { return 'a' } finally { n++ } }; let n = 0; return [f(), n]
for (let i = 0; i < 3; i++) { try { continue } finally { if (i === 1) return i } }
let n = 0; for (const i of [1, 2, 3]) { try { break } finally { n = i } } return n
try { try { throw 1 } finally { throw 2 } } catch (e) { return e }
try { throw { a: 1, b: [2] } } catch ({ a, b: [c] }) { return a + c }
try { throw 1 } catch { return 'none' }
let e = 5; try { throw 1 } catch (e) { e = 2 } return e
throw new TypeError('x')
throw 'text'
throw { code: 5 }
let x = 1; { let x = 2; { let x = 3 } } return x
x; let x = 1; return x
let x = x + 1; return x
const c = 1; c = 2; return c
typeof t; let t; return 1
{ function f() { return 1 } } return typeof f
return f(); function f() { return 'hoisted' }
return typeof v; var v = 1
var v = 1; { var v = 2 } return v
var a = 1, b = a + 1, c; return [a, b, c]
const fs = []; for (let i = 0; i < 3; i++) fs.push(() => i); return fs.map(f => f())
const fs = []; for (var i = 0; i < 3; i++) fs.push(() => i); return fs.map(f => f())
const fs = []; for (const x of [1, 2, 3]) fs.push(() => x * 2); return fs.map(f => f())
const fs = []; for (const k in { a: 1, b: 2 }) fs.push(() => k); return fs.map(f => f())
const fs = []; for (let i = 0; i < 3; fs.push(() => i), i++); return fs.map(f => f())
const fs = []; for (let i = 0, g = () => i; i < 2; i++) fs.push(g); return fs.map(f => f())
const fs = []; let i = 0; while (i < 3) { let j = i++; fs.push(() => j) } return fs.map(f => f())
let s = 0; for (const [k, v] of Object.entries({ a: 1, b: 2 })) s += v; return s
let o = {}; for (o.x of [1, 2]); return o
let a; for ([a] of [[1], [2]]); return a
let i = 0; for (i of [5, 6]); return i
if (0) return 1; else if (null) return 2; else return 3
if (1) { if (0) return 1 } else return 2; return 3
;;; return 1
return
return /* c */ 1 // d
var undefinedVar; return undefinedVar === undefined
let yieldValue = 1, of = 2, get = 3, set = 4, async = 5; return of + get + set + async
let r = []; for (const x of new Set([1, 1, 2])) r.push(x); return r
let r = []; for (const [k, v] of new Map([['a', 1]])) r.push(k, v); return r
let it = { from: 1, to: 3, [Symbol.iterator]() { let c = this.from, t = this.to; return { next: () => c <= t ? { value: c++, done: false } : { value: undefined, done: true } } } }; return [...it]
let closed = 0; const it = { [Symbol.iterator]() { return { next: () => ({ value: 1, done: false }), return() { closed++; return {} } } } }; for (const x of it) break; return closed
let closed = 0; const it = { [Symbol.iterator]() { return { next: () => ({ value: 1, done: false }), return() { closed++; return {} } } } }; try { for (const x of it) throw 5 } catch (e) { return [e, closed] }
let closed = 0; const it = { [Symbol.iterator]() { return { next: () => ({ value: 1, done: false }), return() { closed++; return {} } } } }; const [a, b] = it; return [a, b, closed]
for (const x of 5) { } return 1
for (const x of {}) { } return 1
for (const x of null) { } return 1
const [a] = null; return a
const { a } = null; return a
const { a } = undefined; return a
let a = [1, 2, 3]; let r = []; for (const x of a) { r.push(x); if (x < 3 && a.length < 5) a.push(x * 10) } return r
let label = 0; foo: for (;;) { for (;;) { label++; break foo } } return label
let n = 0; for (let i = 0, j = 10; i < j; i++, j--) n++; return n
var x = 0; for (var y = 0; y < 3; y++) x += y; return [x, y]
let s = ''; for (let i = 0; i < 3; i++) { if (i === 1) continue; s += i } return s
let s = 0; for (const x of [1, , 3]) s += x === undefined ? 100 : x; return s
