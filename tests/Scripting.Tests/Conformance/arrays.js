[1, 2, 3].map(x => x * 2)
[1, 2, 3].map((x, i, a) => [x, i, a.length])
[1, 2, 3, 4].filter(x => x % 2)
[1, 2, 3].reduce((a, b) => a + b)
[1, 2, 3].reduce((a, b) => a + b, 10)
[].reduce((a, b) => a)
[[1, 2], [3]].reduceRight((a, b) => a.concat(b))
[1, 2, 3].forEach(x => x)
[1, 2, 3].find(x => x > 1)
[1, 2, 3].findIndex(x => x > 5)
[1, 2, 3].findLast(x => x < 3)
[1, 2, 3].findLastIndex(x => x < 3)
[1, 2, 3].some(x => x > 2)
[1, 2, 3].every(x => x > 2)
[].every(x => false)
[1, 2, NaN].includes(NaN)
[1, 2, NaN].indexOf(NaN)
[1, 2, 3].includes(2, 2)
[1, , 3].includes(undefined)
[1, , 3].indexOf(undefined)
[1, 2, 1].lastIndexOf(1)
[1, 2, 1].lastIndexOf(1, -2)
[1, 2, 3].indexOf(3, -1)
[1, 2, 3].at(-1)
[1, 2, 3].at(5)
[3, 1, 2].sort()
[10, 9, 1].sort()
[10, 9, 1].sort((a, b) => a - b)
[3, undefined, 1, , 2].sort().length
[3, undefined, 1].sort()
['b', undefined, 'a'].sort()
[{ k: 1, v: 'a' }, { k: 0, v: 'b' }, { k: 1, v: 'c' }, { k: 0, v: 'd' }].sort((x, y) => x.k - y.k).map(o => o.v).join('')
[5, 2, 8, 1, 9, 3, 7, 4, 6, 0, 11, 10].sort((a, b) => b - a)
[1, 2, 3].sort(5)
[1, 2, 3].toSorted((a, b) => b - a)
const a = [3, 1, 2]; const b = a.toSorted(); return [a, b]
[1, 2, 3].toReversed()
[1, 2, 3, 4].toSpliced(1, 2, 'x', 'y', 'z')
[1, 2, 3].with(1, 9)
[1, 2, 3].with(-1, 9)
[1, 2, 3].with(3, 9)
[1, 2, 3].reverse()
[1, , 3].reverse()
[1, 2, 3].join('-')
[1, null, undefined, [2, [3]]].join()
[].join()
[[]].join()
String([1, [2, 3]])
[1, 2, 3].slice(1)
[1, 2, 3].slice(-2, -1)
[1, 2, 3].slice(2, 1)
const a = [1, 2, 3, 4]; const r = a.splice(1, 2); return [a, r]
const a = [1, 2, 3, 4]; const r = a.splice(-1, 1, 'x', 'y'); return [a, r]
const a = [1, 2]; a.splice(1, 0, 'n'); return a
const a = [1, 2, 3]; a.splice(1); return a
const a = [1, 2, 3]; return [a.splice(), a]
const a = [1]; return [a.push(2, 3), a.pop(), a.shift(), a.unshift(8, 9), a]
[].pop()
[].shift()
const a = [1, 2, 3]; a.length = 1; return a
const a = [1]; a.length = 3; return [a.length, 1 in a]
const a = []; a[3] = 1; return [a.length, 0 in a, a]
const a = []; a.length = -1; return a
const a = []; a.length = 1.5; return a
new Array(3).length
new Array(3).fill(0)
new Array(2, 3)
new Array('3')
new Array(-1)
Array(3).length
Array.of(7, 8)
Array.from('abc')
Array.from({ length: 3 }, (_, i) => i * 2)
Array.from({ length: 2, 0: 'a', 1: 'b' })
Array.from(new Set([1, 2]))
Array.from(new Map([[1, 2]]))
Array.from([1, 2], x => x + 1)
Array.from(null)
Array.from(5)
Array.isArray([])
Array.isArray({ length: 0 })
[1, 2, 3, 4, 5].fill(0, 1, 3)
[1, 2, 3].fill(0, -1)
[1, 2, 3, 4, 5].copyWithin(0, 3)
[1, 2, 3, 4, 5].copyWithin(1, 0, 3)
[1, [2, [3, [4]]]].flat()
[1, [2, [3, [4]]]].flat(Infinity)
[1, [2, [3, [4]]]].flat(0)
[1, , [2, , 3]].flat()
[1, 2].flatMap(x => [x, [x * 2]])
[1, 2].concat(3, [4, [5]])
[].concat([1], 2)
[1, , 2].concat([3, , 4]).length
[...[1, 2].entries()]
[...[1, 2].keys()]
[...['a', 'b'].values()]
[...[, 1]]
[, 1].length
[1, , ].length
1 in [1, , 3]
[1, , 3].map(x => x * 2).length
[1, , 3].forEach.length
let n = 0; [1, , 3].forEach(() => n++); return n
let n = 0; for (const x of [1, , 3]) n++; return n
[1, , 3].filter(() => true)
[1, , 3].every(x => x)
Object.keys([1, , 3])
const a = [1, 2, 3]; a.foo = 'x'; return [a.length, Object.keys(a), JSON.stringify(a)]
const a = [1, 2, 3]; let r = []; a.forEach((x, i) => { if (i === 0) a.pop(); r.push(x) }); return r
const a = [1, 2, 3]; return a.map((x, i) => { a.length = 1; return x }).length
Array.prototype.map.call('ab', c => c + c)
Array.prototype.join.call({ length: 2, 0: 'x', 1: 'y' }, '+')
Array.prototype.push.call({ length: 1 }, 'a')
const o = { length: 0 }; Array.prototype.push.call(o, 'a', 'b'); return o
Array.prototype.slice.call({ length: 2, 0: 1, 1: 2 })
Array.prototype.concat.call(1, 2).length
Array.prototype.map.call(null, x => x)
[1, 2].map()
[1, 2].map({})
[3, 2, 1].sort((a, b) => a < b)
[3, 2, 1].sort(() => 0)
[2, 1].sort((a, b) => NaN)
['a', 'B', 'c'].sort()
['é', 'e', 'z'].sort()
[true, false, null, 'x', 5].sort()
[[2], [1, 5], [10]].sort()
Array.from([3, 1, 2]).sort().concat([0])
const a = [1, 2, 3]; const [x, ...y] = a; return [x, y]
[0, -0].map(x => Object.is(x, -0))
[-0].includes(0)
[1, 2, 3].toString()
[1.5, 2.25].toString()
[1, 2, 3].hasOwnProperty(1)
Object.freeze([1, 2]).push(3)
const a = Object.freeze([1]); a[0] = 2; return a
const a = Object.seal([1]); a[0] = 2; return a
const a = Object.seal([1]); a.pop(); return a
[..."👍a"].length
[1, 2, 3].lastIndexOf(3, 5)
[1, 2, 3].lastIndexOf(1, -5)
[[1, 'a'], [2, 'b']].map(([n, s]) => s + n)
Math.max.apply(null, [1, 2, 3])
[1, 2, 3].indexOf('2')
[5, 1, 10].toSorted()
Object.groupBy ? 1 : 1
[1, 2, 3, 4].reduce((acc, x) => { (acc[x % 2 ? 'odd' : 'even'] ??= []).push(x); return acc }, {})
[3, 1, 2].map((x, i, arr) => arr.filter(y => y < x).length)
const m = Array.from({ length: 3 }, () => Array(3).fill(0)); m[1][1] = 5; return m
[['b', 1], ['a', 2]].sort(([a], [b]) => a < b ? -1 : 1)
[1, 2, 3, 4, 5].findLast((x, i) => i < 2)
Array.prototype.constructor === Array
[].constructor === Array
[1, 2, 3].entries().next()
const it = [1].values(); it.next(); return it.next()
const it = [1, 2][Symbol.iterator](); return [...it, ...it]
