let a = []; for (let i = 0; i < 24000; i++) a = [a]; return JSON.stringify(a).x.y
let o = {}; for (let i = 0; i < 24000; i++) o = { o }; return JSON.stringify(o).x.y
let a = []; for (let i = 0; i < 24000; i++) a = [a]; return a.flat(Infinity).x.y
let a = []; for (let i = 0; i < 24000; i++) a = [a]; return String(a).x.y
let a = []; for (let i = 0; i < 24000; i++) a = [a]; return (a == 'x').x.y
let a = []; for (let i = 0; i < 24000; i++) a = [a]; return a
let o = {}; for (let i = 0; i < 24000; i++) o = Object.create(o); return o.missing.x
let o = {}; for (let i = 0; i < 24000; i++) o = Object.create(o); o.x = 1; return ('missing' in o).x.y
let o = {}; for (let i = 0; i < 24000; i++) o = Object.create(o); for (const k in o) ; return o.missing.x
let f = () => 1; for (let i = 0; i < 24000; i++) f = f.bind(); return f().x.y
let f = function () {}; for (let i = 0; i < 24000; i++) f = f.bind(); return new f().x.y
let f = function () {}; for (let i = 0; i < 24000; i++) f = f.bind(); return ({} instanceof f).x.y
let C = class {}; for (let i = 0; i < 24000; i++) C = class extends C {}; return new C().x.y
let C = class {}; for (let i = 0; i < 8000; i++) C = class extends C { constructor() { super() } }; return new C().x.y
let f = () => 1; for (let i = 0; i < 24000; i++) { const g = f; f = () => g.call() } return f()
let f = () => 1; for (let i = 0; i < 24000; i++) { const g = f; f = () => Array.from([1], g) } return f()
let o = { toString: () => 'x' }; for (let i = 0; i < 8000; i++) { const p = o; o = { toString() { return `${p}` } } } return String(o).x.y
let s = 'a'; for (let i = 0; i < 24000; i++) s = s + 'b'; return s.length.x.y
let s = 'a'; for (let i = 0; i < 24000; i++) s = 'b' + s; return s.length.x.y
let s = 'a'; for (let i = 0; i < 24000; i++) s = i % 2 ? 'b' + s : s + 'b'; return (s === 'x').x.y
let s = []; for (let i = 0; i < 3000; i++) s = [s, s]; return JSON.stringify(s)
let s = []; for (let i = 0; i < 3000; i++) s = [s, s]; return s.flat(Infinity)
let s = []; for (let i = 0; i < 3000; i++) s = [s, s]; return String(s)
let s = []; for (let i = 0; i < 30; i++) s = [s, s]; return s
let s = {}; for (let i = 0; i < 30; i++) s = { s, t: s }; return JSON.stringify(s)
let e = null; for (let i = 0; i < 24000; i++) e = new Error('x', { cause: e }); throw e
new RegExp('('.repeat(40000) + ')'.repeat(40000)).test('a').x.y
new RegExp('(?:'.repeat(40000) + 'a' + ')*'.repeat(40000)).test('a').x.y
new RegExp('['.repeat(40000)).test('a').x.y
JSON.parse('['.repeat(200000) + ']'.repeat(200000))
JSON.parse('{"a":'.repeat(100000) + '1' + '}'.repeat(100000))
let it = [1].values(); for (let i = 0; i < 24000; i++) it = it.take(1); return it.next().value.x.y
let it = [1].values(); for (let i = 0; i < 24000; i++) it = it.map(x => x); return it.next().value.x.y
let it = [1].values(); for (let i = 0; i < 24000; i++) it = it.flatMap(x => [x]); return [...it].x.y
let m = new Map(); for (let i = 0; i < 2000; i++) m = new Map([[m, m]]); return m
const x = 'x'.repeat(100000); return JSON.stringify(Array(2000).fill(x))
const x = { x: 'x'.repeat(100000) }; return JSON.stringify(Array(2000).fill(x))
JSON.stringify(Array(100000).fill(0), null, 10)
const x = 'x'.repeat(100000); return Object.fromEntries(Array(200).fill([x, x])).x.y
const x = 'x'.repeat(100000); return String.raw({ raw: Array(2000).fill(x) })
const x = 'x'.repeat(100000); return ''.concat(...Array(2000).fill(x))
'x'.repeat(3000000).split('')
[...'x'.repeat(3000000)]
Array.from({ length: 3000000 })
Array.from('x'.repeat(3000000), c => c)
Array.prototype.fill.call({ length: 2 ** 50 }, 1)
Array.prototype.lastIndexOf.call({ length: 2 ** 53 - 1 }, 1)
Array.prototype.includes.call({ length: 2 ** 53 - 1 }, 1)
Array.prototype.reverse.call({ length: 2 ** 53 - 1 })
Array.prototype.map.call({ length: 2 ** 32 - 1 }, x => x)
Array.prototype.forEach.call({ length: 2 ** 53 - 1 }, x => x)
Array.prototype.sort.call({ length: 2 ** 32 - 1 })
Array.prototype.concat.call([], { length: 2 ** 32, [Symbol.isConcatSpreadable]: true }).x.y
Array.prototype.copyWithin.call({ length: 2 ** 53 - 1 }, 0, 1)
Array.prototype.slice.call({ length: 2 ** 32 - 1 })
Array.prototype.splice.call({ length: 2 ** 53 - 1 }, 0, 1)
Array.prototype.with.call({ length: 2 ** 32 - 1 }, 0, 1)
Array.prototype.toReversed.call({ length: 2 ** 32 - 1 })
Array.prototype.join.call({ length: 2 ** 40 }, 'x')
Array.prototype.flat.call({ length: 2 ** 53 - 1 })
Array.prototype.at.call({ length: 2 ** 53 - 1 }, -1).x
const a = []; a.length = 4294967295; a.indexOf(1); a.sort(); a.reverse(); return a.map(x => x)
const f = () => 1; return f.apply(null, { length: 2 ** 31 })
