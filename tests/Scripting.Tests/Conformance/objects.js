Object.keys({ b: 1, a: 2 })
Object.keys({ 2: 1, 1: 2, b: 3, a: 4, '-1': 5, '01': 6 })
Object.values({ a: 1, b: [2] })
Object.entries({ a: 1 })
Object.fromEntries([['a', 1], ['b', 2]])
Object.fromEntries(new Map([['x', 1]]))
Object.fromEntries([1])
Object.assign({ a: 1 }, { b: 2 }, null, { a: 3 })
Object.assign({}, 'ab')
Object.assign(null, {})
const o = Object.freeze({ a: 1, n: { b: 2 } }); o.n.b = 3; return [Object.isFrozen(o), o]
const o = Object.freeze({ a: 1 }); o.a = 2; return o
const o = Object.freeze({ a: 1 }); o.b = 2; return o
const o = Object.freeze({ a: 1 }); delete o.a; return o
const o = Object.seal({ a: 1 }); o.a = 2; return [o, Object.isSealed(o), Object.isFrozen(o)]
const o = Object.seal({ a: 1 }); delete o.a; return o
const o = Object.preventExtensions({ a: 1 }); o.b = 1; return o
Object.isFrozen({})
Object.isFrozen(1)
Object.isExtensible(Object.preventExtensions({}))
Object.isFrozen(Object.preventExtensions({}))
Object.getPrototypeOf([]) === Array.prototype
Object.getPrototypeOf('') === String.prototype
Object.getPrototypeOf(null)
Object.create(null) instanceof Object
Object.create({ a: 1 }).a
Object.create({ a: 1 }, { b: { value: 2, enumerable: true } })
Object.create(1)
Object.setPrototypeOf({}, { z: 1 }).z
const a = {}, b = Object.setPrototypeOf({}, a); return Object.setPrototypeOf(a, b)
const o = {}; Object.defineProperty(o, 'x', { value: 1 }); return [o.x, Object.keys(o), o]
const o = {}; Object.defineProperty(o, 'x', { value: 1 }); o.x = 2; return o.x
const o = {}; Object.defineProperty(o, 'x', { get: () => 5, enumerable: true }); return [o.x, o]
const o = {}; Object.defineProperty(o, 'x', { get: () => 5 }); o.x = 1; return 1
const o = {}; Object.defineProperty(o, 'x', { value: 1 }); Object.defineProperty(o, 'x', { value: 2 }); return o.x
const o = {}; Object.defineProperty(o, 'x', { value: 1, configurable: true }); Object.defineProperty(o, 'x', { value: 2 }); return o.x
const o = {}; Object.defineProperty(o, 'x', { value: 1, writable: true }); Object.defineProperty(o, 'x', { value: 2 }); return o.x
const o = {}; return Object.defineProperty(o, 'x', { get() { return 1 }, value: 2 })
Object.defineProperty({}, 'x', 1)
Object.defineProperty(1, 'x', {})
Object.defineProperties({}, { a: { value: 1, enumerable: true }, b: { value: 2 } })
Object.getOwnPropertyDescriptor({ a: 1 }, 'a')
Object.getOwnPropertyDescriptor({ get a() { return 1 } }, 'a').set === undefined
Object.getOwnPropertyDescriptor({}, 'a')
Object.getOwnPropertyDescriptors({ a: 1 })
Object.getOwnPropertyNames([1, 2])
Object.getOwnPropertyNames(Object.defineProperty({}, 'h', { value: 1 }))
Object.hasOwn({ a: 1 }, 'a')
Object.hasOwn({}, 'toString')
({ a: 1 }).hasOwnProperty('a')
({}).hasOwnProperty('toString')
Object.is('a', 'a')
({}).toString()
Object.prototype.toString.call([])
Object.prototype.toString.call(null)
Object.prototype.toString.call(new Date(0))
Object.prototype.toString.call(/a/)
Object.prototype.toString.call(() => 1)
Object.prototype.toString.call(1)
({ a: 1 }).propertyIsEnumerable('a')
Object.prototype.isPrototypeOf.call(Array.prototype, [])
({}).valueOf() instanceof Object
({}).constructor === Object
new Object()
new Object({ a: 1 }).a
Object({ a: 1 }).a
Object(null)
const o = { a: 1 }; o.toString = () => 'mine'; return `${o}`
const o = { hasOwnProperty: 1 }; return Object.hasOwn(o, 'hasOwnProperty')
const o = {}; o[1.5] = 'a'; o[-1] = 'b'; o[1e21] = 'c'; return Object.keys(o)
const o = {}; o[{}] = 1; return Object.keys(o)
const o = {}; o[[1, 2]] = 1; return o['1,2']
const o = {}; o[null] = 1; o[undefined] = 2; o[true] = 3; return Object.keys(o)
const o = { a: 1 }; const p = { ...o }; p.a = 2; return [o, p]
const o = { get x() { return this.y }, y: 2 }; const p = { ...o }; p.y = 5; return p.x
const o = { a: 1, b: { c: 2 } }; const { b: { c }, ...rest } = o; return [c, rest]
const o = {}; for (let i = 0; i < 20; i++) o['k' + i] = i; delete o.k3; o.k3 = 'x'; return Object.keys(o).join()
const o = { x: 1 }; o.x = undefined; return 'x' in o
const o = { n: 0, inc() { this.n++; return this } }; return o.inc().inc().n
let log = []; const o = { get a() { log.push('get'); return 1 }, set a(v) { log.push('set' + v) } }; o.a = o.a + 1; o.a++; return log
Object.entries({ a: 1, b: 2 }).map(([k, v]) => k + v).join()
Object.fromEntries(Object.entries({ a: 1, b: 2 }).filter(([, v]) => v > 1))
JSON.stringify(Object.assign(Object.create({ inherited: 1 }), { own: 2 }))
'toString' in {}
Symbol.iterator in []
Symbol.iterator in {}
Object.keys(Object.assign([], { 0: 'a', x: 1 }))
typeof Object.prototype.hasOwnProperty
({ a: { b: { c: 1 } } }).a.b.c
({})['a']?.['b']
Object.getOwnPropertySymbols({ [Symbol.iterator]: 1 }).length
const m = new Map(); m.set('a', 1).set(NaN, 2).set(0, 3); return [m.get('a'), m.get(NaN), m.get(-0), m.size]
const m = new Map([[1, 'a'], [2, 'b']]); m.delete(1); m.set(1, 'c'); return [...m]
const m = new Map([[1, 'a']]); return [m.has(1), m.has('1'), [...m.keys()], [...m.values()], [...m.entries()]]
const m = new Map([[1, 'a'], [2, 'b']]); let r = []; m.forEach((v, k) => r.push(k + v)); return r
const m = new Map(); const k = {}; m.set(k, 1); return [m.get(k), m.get({})]
const m = new Map([[1, 1], [2, 2], [3, 3]]); let r = []; for (const [k] of m) { r.push(k); if (k === 1) { m.delete(2); m.set(4, 4) } } return r
const m = new Map([[1, 2]]); m.clear(); return m.size
new Map([1])
new Map(5)
Map()
const s = new Set([3, 1, 3, 2]); return [s.size, [...s], s.has(1), s.delete(1), s.has(1)]
const s = new Set('hello'); return [...s].join('')
const s = new Set([NaN, NaN, 0, -0]); return s.size
const s = new Set([1, 2]); let r = []; s.forEach((v, k, t) => r.push(v, k, t === s)); return r
[...new Set([1, 2]).entries()]
const a = new Set([1, 2, 3]), b = new Set([2, 3, 4]); return [...a].filter(x => b.has(x))
[...new Map([['a', 1]])].flat()
new Map([['a', 1]]).entries().next()
Array.from(new Map([[1, 2]]).values())
Map.prototype.get.call({}, 1)
Set.prototype.has.call(new Map(), 1)
const m = new Map([['b', 1], ['a', 2]]); return Object.fromEntries([...m].sort())
JSON.stringify(new Map([[1, 2]]))
JSON.stringify(new Set([1]))
Object.defineProperty(Math, 'PI', {}).PI === Math.PI
