((a, b) => a + b)(1, 2)
(a => a * 2)(4)
(() => ({ a: 1 }))()
((...r) => r.length)(1, 2, 3)
((a, b = a + 1, ...c) => [a, b, c])(1)
((a, b = a + 1, ...c) => [a, b, c])(1, undefined, 3, 4)
((a = 1) => a)(null)
(({ a, b = 2, ...rest }) => [a, b, rest])({ a: 1, c: 3, d: 4 })
(([a, , b = 5, ...c]) => [a, b, c])([1, 2, undefined, 4, 5])
(({ a: { b: [c] } }) => c)({ a: { b: [9] } })
(({ [`k${1}`]: v }) => v)({ k1: 'x' })
((a, { b } = { b: 2 }) => a + b)(1)
let f = function fact(n) { return n < 2 ? 1 : n * fact(n - 1) }; return f(10)
let f = function g() { g = 1; return 2 }; return f()
let f = function g() { return typeof g }; return [f(), typeof g]
function f() { return g() } function g() { return 'g' } return f()
const counter = () => { let n = 0; return () => ++n }; const c = counter(), d = counter(); c(); c(); return [c(), d()]
const add = a => b => c => a + b + c; return add(1)(2)(3)
(function () { return this })()
(function () { return this }).call(5)
(function () { return this.x }).call({ x: 1 })
(function (a, b) { return this.x + a + b }).apply({ x: 1 }, [2, 3])
(function (a, b) { return [this.x, a, b] }).bind({ x: 1 }, 2)(3)
(function (a, b) { }).length
((a, b = 1, c) => 1).length
((...a) => 1).length
(function named() { }).name
(() => 1).name
const arrow = () => 1; return arrow.name
let o = { m() { }, get g() { return 1 }, ['c' + 1]: () => 1, f: function () { } }; return [o.m.name, o.c1.name, o.f.name]
(function () { }).bind().name
new (function F() { this.a = 1 })().a
function P(x) { this.x = x } P.prototype.get = function () { return this.x }; return new P(3).get()
function P() { return { y: 1 } } return new P().y
function P() { return 5 } return typeof new P()
function P() { } return new P().constructor === P
function P() { } return new P instanceof P
new (() => 1)
new ({ m() { } }).m()
let o = { x: 1, f() { return [1].map(() => this.x) } }; return o.f()
let o = { x: 1, f() { return [1].map(function () { return this }) } }; return o.f()
const compose = (...fs) => x => fs.reduceRight((v, f) => f(v), x); return compose(x => x + 1, x => x * 2)(5)
const memo = f => { const m = new Map(); return x => m.has(x) ? m.get(x) : (m.set(x, f(x)), m.get(x)) }; let n = 0; const g = memo(x => (n++, x * 2)); return [g(2), g(2), n]
Math.max(...[1, 5, 3], ...[2, 9])
[...'abc', ...[1], ...new Set([2])]
({ ...{ a: 1, b: 2 }, b: 3, ...null, ...'hi' })
let f = (x, y) => [x, y]; return f(...[1], ...[2, 3])
let a = 1, b = 2; [a, b] = [b, a]; return [a, b]
let a, b, r; ({ a, b = 5, ...r } = { a: 1, c: 3 }); return [a, b, r]
let o = {}; [o.a, o['b']] = [1, 2]; return o
let a = [1, 2, 3]; [a[0], a[2]] = [a[2], a[0]]; return a
const [x = 1, [y = 2] = [], { z = 3 } = {}] = []; return [x, y, z]
const { length } = 'hello'; return length
const { 0: first, [1]: second } = ['a', 'b']; return first + second
const [a, b, c] = 'xyz'; return c + b + a
const [p, q] = new Map([[1, 2], [3, 4]]); return [p, q]
const { a = 1, b: { c = 2 } = {} } = {}; return a + c
let n = 0; const { a = n++ } = { a: 1 }; return n
function f(a, b = () => a) { a = 5; return b() } return f(1)
function f({ x }, [y]) { return x + y } return f({ x: 1 }, [2])
`a${1 + 1}b${'c'}${[1, 2]}`
`line1\\\n\t\u0041`
((s, ...v) => s.join('|') + v.join(','))`a${1}b${2}c`
(s => s.raw[0])`\n`
String.raw`a\n${1}`
let o = { tag(s) { return this.v + s[0] }, v: 'x' }; return o.tag`y`
let r = ''; const f = () => { r += 'f'; return (x, y) => { r += 'c' } }; f()(r += 'a', r += 'b'); return r
let order = []; const o = { get a() { order.push('a'); return { set b(v) { order.push('set') } } } }; o.a.b = order.push('v'); return order
let i = 0; const a = []; a[i++] = i++; return [a, i]
let x = 1; x += (x = 5, 10); return x
typeof (function () { }).prototype
typeof (() => 1).prototype
(function () { }).toString === (() => 1).toString
(x => { x = 5; return x })(1)
(async => async)(3)
((a, b) => { 'use strict'; return a })(1)
[1, 2, 3].map(String)
['1', '2', '3'].map(Number)
['1', '2', '3'].map(parseInt)
[0, 1, '', 'a', null].filter(Boolean)
let f = (a, b) => a > b ? 1 : a < b ? -1 : 0; return [3, 1, 2].sort(f)
function sum(...n) { return n.length ? n[0] + sum(...n.slice(1)) : 0 } return sum(1, 2, 3, 4)
const fib = n => n < 2 ? n : fib(n - 1) + fib(n - 2); return fib(12)
const even = n => n === 0 || odd(n - 1), odd = n => n !== 0 && even(n - 1); return even(30)
(function () { return new.target })()
(function () { return typeof new.target })()
new (function () { this.t = new.target !== undefined })().t
let g = { get x() { return this._x ?? 'none' }, set x(v) { this._x = v } }; g.x = 4; return [g.x, g._x]
let g = { get x() { return 1 } }; g.x = 4; return g.x
let o = { __proto: 1, 'a b': 2, 3: 4, [1 + 1]: 5 }; return o
let a = 1, o = { a, b: a, 'c': a, get d() { return 2 } }; return o
let o = { if: 1, class: 2, new: 3 }; return o.if + o.class + o.new
let o = { async: 1, get: 2, set: 3, static: 4, of: 5 }; return o
({ a: 1, a: 2 })
({ get() { return 1 }, set() { return 2 } }).get()
((a, b) => { return a + b; })(...'xy')
let self = { m() { return super.toString === Object.prototype.toString } }; return self.m()
const base = { hi() { return 'hi ' + this.n } }; const o = Object.setPrototypeOf({ n: 'x', hi() { return super.hi() + '!' } }, base); return o.hi()
