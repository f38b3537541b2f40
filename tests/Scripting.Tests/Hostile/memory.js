let s = 'x'; while (true) s += s
let s = 'x'; for (;;) s = s + s
let s = 'x'; for (;;) s = `${s}${s}`
let s = 'x'; for (;;) s = s.concat(s)
let s = 'x'; for (;;) s = [s, s].join('')
'x'.repeat(2 ** 29)
'x'.repeat(2 ** 28 - 1)
'x'.repeat(1e308)
'abc'.repeat(4e6)
'x'.padEnd(1e9)
'x'.padStart(2 ** 29, 'ab')
'x'.padEnd(5e6, 'yz')
const a = 'x'.repeat(1000); return a.replaceAll('x', a.repeat(10))
'x'.repeat(2000).replaceAll('', 'y'.repeat(3000))
'x'.repeat(2000).replace(/x/g, 'y'.repeat(3000))
'x'.repeat(2000).replace(/x/g, () => 'y'.repeat(3000))
'x'.repeat(3000).replace(/x/g, "$`$'")
'x'.repeat(3000).replace(/x/g, '$&'.repeat(2000))
Array(1e6).fill('x'.repeat(100)).join('x'.repeat(100))
Array(5000).join('x'.repeat(5000))
Array(2000).fill('y'.repeat(2000)).toString()
new Array(1e9)
new Array(4294967295)
Array(1e6)
const a = []; a[1e9] = 1
const a = []; a[4294967294] = 1
const a = []; a.length = 4294967295
const a = []; a.length = 1e6
let a = [1]; for (;;) a = a.concat(a)
let a = [1]; for (;;) a = [...a, ...a]
let a = [1]; for (;;) a.push(...a)
let a = [1]; for (;;) a = a.flatMap(x => [x, x])
let a = [1]; for (;;) a.splice(0, 0, ...a)
const a = []; for (;;) a.push(a)
const a = []; for (;;) a.unshift(1)
let a = []; for (;;) a = [a, a, a, a]
Math.max(...Array(1e6))
Math.max(...'x'.repeat(4e6))
[...'x'.repeat(4e6)]
'x'.repeat(4e6).split('')
Array.from('x'.repeat(4e6))
Array.from({ length: 1e6 })
Array.from({ length: 1e8 }, (_, i) => i)
Object.entries('x'.repeat(1e6))
Object.assign({}, 'x'.repeat(1e6))
({ ...'x'.repeat(1e6) })
const o = {}; for (let i = 0; ; i++) o[i] = i
const o = {}; for (let i = 0; ; i++) o['k' + i] = i
const o = {}; for (let i = 0; ; i++) { o.a = 1; delete o.a }
const m = new Map(); for (let i = 0; ; i++) m.set(i, i)
const m = new Map(); for (let i = 0; ; i++) { m.set(i, i); m.delete(i) }
const s = new Set(); for (let i = 0; ; i++) s.add('k' + i)
const s = new Set(); for (;;) s.add({})
const fs = []; for (;;) fs.push(() => fs)
const es = []; for (;;) es.push(new Error('x'.repeat(1000)))
let c = class {}; for (;;) c = class extends c { a = 1; b() {} }
for (let a = [], i = 0; ; i++) a.push(() => i)
let s = 'ab'; for (;;) { s = s.replace(/./g, '$&$&') }
let s = 'ab'; for (;;) s = s.split('').join('xx')
let s = 'a'; for (;;) s = JSON.stringify(s + s)
let o = {}; for (;;) o = { a: o, b: { ...o } }
let s = 'x'.repeat(1e6); const a = []; for (;;) a.push(s.slice(1))
let s = 'x'.repeat(1e6); const a = []; for (;;) a.push(s.toUpperCase())
let s = 'x'.repeat(1e6); for (;;) s.split('x')
let s = 'x'.repeat(1e6); for (;;) s.match(/x/g)
let s = 'x'.repeat(1e6); for (;;) [...s.matchAll(/x/g)]
String.fromCharCode(...Array(1e6).fill(65))
'x'.repeat(3e6).normalize('NFKD') + 'y'
'é'.repeat(2e6).normalize('NFD')
'ß'.repeat(2e6).toUpperCase()
return 'x'.repeat(2e6)
return Array(2e5).fill(1)
const big = 'x'.repeat(10000); return Array(1000).fill(big)
let o = [1]; for (let i = 0; i < 40; i++) o = [o, o]; return o
let o = { a: 1 }; for (let i = 0; i < 40; i++) o = { a: o, b: o }; return o
let a = []; a.push(a); return a
const o = {}; o.o = o; return { action: 'accept', value: o }
let a = []; for (let i = 0; i < 1000; i++) a = [a]; return a
const s = 'x'.repeat(1e6); for (;;) s.indexOf('y')
const s = 'x'.repeat(1e6); for (;;) s.lastIndexOf('y')
const s = 'x'.repeat(1e6), t = 'x'.repeat(5e5) + 'y'; for (;;) s.indexOf(t)
const s = 'x'.repeat(1e6), t = 'x'.repeat(1e6); for (;;) s === t
const s = 'x'.repeat(1e6), t = 'x'.repeat(1e6); for (;;) s < t
const s = 'x'.repeat(1e6), o = {}; for (;;) o[s]
const s = 'x'.repeat(1e6), m = new Map(); for (;;) m.get(s)
const s = ' '.repeat(1e6) + 'x'; for (;;) s.trim()
const s = '1'.repeat(1e6); for (;;) +s
const s = '1'.repeat(1e6); for (;;) parseInt(s, 36)
const s = '[' + '1,'.repeat(1e5) + '1]'; for (;;) JSON.parse(s)
const a = Array(10000).fill(1); for (;;) a.includes(2)
const a = Array(10000).fill(1); for (;;) a.slice()
const a = Array(10000).fill(1); for (;;) a.shift()
const a = Array(1000).fill(3); for (;;) a.sort()
const a = Array(1000).fill('x'.repeat(1000)); for (;;) a.sort()
const k = 'k'.repeat(4000); for (;;) ({ get [k]() {} })
const c = (() => 1).call; const a = Array(50000).fill(c); for (;;) c.call(...a)
const o = {}; o['x'.repeat(5000)] = 1
JSON.parse('{"' + 'k'.repeat(1e6) + '":1}')
let f = () => 1; for (let i = 0; i < 500; i++) f = f.bind(); for (;;) String(f)
for (;;) 'x'.replace(/(?<n>x)/, '$<'.repeat(100000))
