class A { constructor(x) { this.x = x } get y() { return this.x * 2 } set y(v) { this.x = v / 2 } m() { return this.x } static s() { return 's' } } const a = new A(3); a.y = 10; return [a.x, a.y, a.m(), A.s()]
class A { x = 1; y = this.x + 1; ['z' + 1] = 3 } return new A()
class A { #p = 1; get p() { return this.#p } inc() { this.#p++; return this } static has(o) { return #p in o } } return [new A().inc().p, A.has(new A()), A.has({})]
class A { #m() { return 'pm' } call() { return this.#m() } } return new A().call()
class A { #v = 0; get #g() { return this.#v } set #g(x) { this.#v = x * 2 } t() { this.#g = 4; return this.#g } } return new A().t()
class A { #p = 1; static read(o) { return o.#p } } return A.read({})
class A { #p = 1; static write(o) { o.#p = 2 } } return A.write({})
class A { #m() { } t() { this.#m = 1 } } return new A().t()
class A { static x = 1; static y = A.x + 1; static #z = 5; static z() { return A.#z } } return [A.x, A.y, A.z()]
class A { static { this.q = 7; } } return A.q
class A { m() { return 'A' } } class B extends A { m() { return super.m() + 'B' } } return new B().m()
class A { constructor(x) { this.x = x } } class B extends A { } return new B(4).x
class A { constructor(x) { this.x = x } } class B extends A { constructor() { super(9); this.y = 1 } } return new B()
class A { } class B extends A { constructor() { this.x = 1 } } return new B()
class A { } class B extends A { constructor() { } } return new B()
class A { } class B extends A { constructor() { super(); super() } } return new B()
class A { } class B extends A { constructor() { return { z: 1 } } } return new B()
class A { } class B extends A { constructor() { return 1 } } return new B()
class A { x = 'A'; constructor() { this.seen = this.x } } class B extends A { x = 'B' } return new B()
class A { static s() { return 'sA' } } class B extends A { static s() { return super.s() + 'B' } } return B.s()
class A { get v() { return 1 } } class B extends A { get v() { return super.v + 1 } } return new B().v
class A { } return typeof A
class A { } return A()
class A { } return [A.name, A.length, new A().constructor.name]
class A { constructor(a, b) { } } return A.length
(class { }).name
const C = class { }; return C.name
const C = class Inner { n() { return Inner.name } }; return [C.name, new C().n()]
class A { } A = 1; return A
class A { m() { A = 1 } } new A().m(); return 1
new A(); class A { }
class A extends null { } return new A()
class A extends 5 { } return 1
class A extends Array { last() { return this[this.length - 1] } } const a = new A(); a.push(1, 2); return [a.last(), a.length, Array.isArray(a)]
class E extends Error { constructor(m) { super(m); this.name = 'E' } } try { throw new E('m') } catch (e) { return [e instanceof E, e instanceof Error, e.message, String(e)] }
class M extends Map { twice(k) { return this.get(k) * 2 } } return new M([['a', 2]]).twice('a')
class A { ['m' + 1]() { return 1 } static ['s']() { return 2 } } return new A().m1() + A.s()
class A { m() { return (() => this.x)() } x = 6 } return new A().m()
class A { f = () => this.v; v = 8 } const { f } = new A(); return f()
class A { m() { return this } } const { m } = new A(); return m()
class A { *gen() { } } return 1
class A { static a = 1; static get b() { return this.a } } return A.b
Object.keys(class { static m() { } static x = 1 })
class A { m() { } } return Object.keys(A.prototype)
class A { m() { } } return Object.getOwnPropertyNames(A.prototype)
class A { } return A.prototype.constructor === A
class A { } A.prototype = {}; return 1
class A { static prototype() { } } return 1
class A { constructor() { } constructor() { } } return 1
class A { toString() { return 'custom' } } return `${new A()}`
class A { valueOf() { return 5 } } return new A() + 1
class A { static [Symbol.iterator]() { let i = 0; return { next: () => ({ value: i, done: i++ > 2 }) } } } return [...A]
class A { constructor() { this.t = new.target.name } } class B extends A { } return new B().t
class P { constructor(n) { this.n = n } } class Q extends P { constructor(...a) { const r = () => super(...a); r(); } } return new Q(3).n
class A { static create() { return new this() } } class B extends A { } return B.create() instanceof B
class A { a = 1; b; 'c d' = 2; 3 = 4 } return Object.keys(new A())
class A { 'constructor' = 1 } return 1
class A { get x() { return 1 } } new A().x = 2; return 1
class Shape { area() { return 0 } } class Sq extends Shape { constructor(s) { super(); this.s = s } area() { return this.s ** 2 } } return [new Sq(3), new Shape()].map(s => s.area())
class Stack { #items = []; push(x) { this.#items.push(x); return this } pop() { return this.#items.pop() } get size() { return this.#items.length } } const s = new Stack().push(1).push(2); return [s.pop(), s.size]
class A { static #count = 0; constructor() { A.#count++ } static get count() { return A.#count } } new A(); new A(); return A.count
const mixin = B => class extends B { hi() { return 'hi' } }; class A { } return new (mixin(A))().hi()
class A { m() { return super.nothing } } return new A().m()
class A { accessor = 1; get = 2; set = 3; static = 4; async = 5 } return Object.keys(new A())
