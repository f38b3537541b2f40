function f() { return f() } return f()
const f = () => f(); return f()
const f = x => [f(x)]; return f()
const f = x => ({ ...f(x) }); return f()
const f = x => `${f(x)}`; return f()
const f = x => 1 + f(x) + f(x); return f()
const f = x => f(f(x)); return f()
const f = x => [1].map(f); return f()
const f = () => [1].forEach(f); return f()
const f = () => [1, 2].sort(f); return f()
const f = () => [1, 2].reduce(f); return f()
const f = () => [1].flatMap(f); return f()
const f = () => [1].find(f); return f()
const f = () => Array.from([1], f); return f()
const f = () => 'a'.replace('a', f); return f()
const f = () => 'a'.replace(/a/g, f); return f()
const f = () => JSON.parse('1', f); return f()
const f = () => JSON.stringify({ toJSON: f }); return f()
const f = () => JSON.stringify({}, f); return f()
const f = () => new Map([[1, 1]]).forEach(f); return f()
const f = () => new Set([1]).forEach(f); return f()
const f = () => Object.groupBy([1], f); return f()
const f = () => f.call(); return f()
const f = () => f.apply(); return f()
const f = () => f.bind()(); return f()
const f = () => new (class { x = f() })(); return f()
const f = () => new (class { constructor() { f() } })(); return f()
const f = () => { class A { static x = f() } }; return f()
class A { x = new A() } return new A()
class A { constructor() { new A() } } return new A()
class A { static make() { return new (class extends A { x = A.make() })() } } return A.make()
class A extends Array { constructor() { super(); new A() } } return new A()
class A { get x() { return this.x } } return new A().x
const o = { get x() { return this.x } }; return o.x
const o = { set x(v) { this.x = v } }; o.x = 1
const o = { toString() { return `${this}` } }; return `${o}`
const o = { toString() { return '' + o } }; return o + ''
const o = { valueOf() { return +this } }; return +o
const o = { valueOf() { return o == 1 } }; return o == 1
const o = { valueOf() { return o < o } }; return o < o
const o = { toString() { return {}[o] } }; return {}[o]
const o = { toJSON() { return JSON.stringify(o) } }; return JSON.stringify(o)
const o = { [Symbol.iterator]() { return [...o] } }; return [...o]
const o = { [Symbol.iterator]() { for (const x of o) return x } }; for (const x of o) ;
const o = { [Symbol.iterator]() { const [a] = o; return a } }; const [b] = o
const o = { [Symbol.iterator]() { return { next() { return { done: [...o].length } } } } }; return [...o]
const o = { [Symbol.iterator]: () => ({ next: () => ({ value: 1 }), return() { for (const x of o) break; return {} } }) }; for (const x of o) break
const o = { [Symbol.iterator]: () => ({ next: () => ({ value: 1 }), return() { for (const x of o) throw 1 } }) }; for (const x of o) throw 2
const o = { get length() { return Array.prototype.map.call(this, x => x) } }; return Array.prototype.map.call(o, x => x)
let a = []; for (let i = 0; i < 5000; i++) a = [a]; return a.toString()
let a = []; for (let i = 0; i < 5000; i++) a = [a]; return a.join()
let a = []; for (let i = 0; i < 5000; i++) a = [a]; return a.flat(Infinity)
let a = []; for (let i = 0; i < 5000; i++) a = [a]; return JSON.stringify(a)
let a = []; for (let i = 0; i < 5000; i++) a = [a]; return a == 'x'
let a = []; for (let i = 0; i < 5000; i++) a = [a]; return +a
let a = []; a[0] = a; return a.flat(Infinity)
let a = []; a[0] = a; return a.join()
let a = []; a[0] = a; return String(a)
let o = {}; for (let i = 0; i < 5000; i++) o = { o }; return JSON.stringify(o)
let o = {}; for (let i = 0; i < 5000; i++) o = { o }; return o
const a = n => b(n), b = n => c(n), c = n => a(n); return a(1)
const Y = f => (x => x(x))(x => f(y => x(x)(y))); return Y(f => n => f(n + 1))(0)
function f(a = f()) {} return f()
function f({ x = f({}) }) {} return f({})
function f([x = f([])]) {} return f([])
const f = (...r) => f(...r, 1); return f()
const f = () => { try { f() } finally { f() } }; return f()
const f = () => { try { f() } catch { f() } }; return f()
const f = () => { try { throw 1 } catch { f() } }; return f()
const f = () => { try { throw 1 } finally { f() } }; return f()
const f = n => { try { return f(n + 1) } catch (e) { throw e } }; return f(0)
const f = () => { for (const x of [1]) { switch (1) { case 1: { if (1) { try { f() } finally { } } } } } }; return f()
const f = () => (1 + (2 * (3 - (4 / (5 + (6 * (7 - (8 / (9 + f()))))))))); return f()
const f = x => x ? 1 : (((((((((([[[[[[[[[f()]]]]]]]]])))))))))); return f()
let f = () => 1; for (let i = 0; i < 3000; i++) { const g = f; f = () => g() } return f()
const tag = s => tag`x`; return tag`y`
new (function F() { new F() })()
const f = () => f?.(); return f()
const f = () => [f].map(g => g())[0]; return f()
const f = () => ({ get a() { return f() } }).a; return f()
class A { static get x() { return super.toString.call(A.x) } } return A.x
class A { #m() { return this.#m() } go() { return this.#m() } } return new A().go()
Array.prototype.concat.apply([], { get length() { return Array.prototype.concat.apply([], this) } })
const e = { get name() { return String(e2) } }; const e2 = Object.setPrototypeOf(e, Error.prototype); return String(e2)
