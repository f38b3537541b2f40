1 + 2 * 3 - 4 / 8
7 % 3
-7 % 3
7 % -3
5.5 % 2
2 ** 10
2 ** -1
2 ** 3 ** 2
(-2) ** 2
0.1 + 0.2
1 / 0
-1 / 0
0 / 0
-0
0 * -1
1 + '2'
'3' * '4'
'10' - 1
'a' - 1
+'12.5'
+''
+' 12 '
+'1,2'
+true
+null
+undefined
+[]
+[5]
+[1, 2]
+{}
-'5'
'b' + 'a' + +'a' + 'a'
[] + []
[] + {}
[1, 2] + [3]
null + 1
undefined + 1
true + true
'x' + null
'x' + undefined
1 < 2
'a' < 'b'
'B' < 'a'
'10' < '9'
'10' < 9
null >= 0
null > 0
undefined == 0
undefined == null
null == 0
NaN == NaN
NaN != NaN
'1' == 1
true == 1
true == '1'
[1] == 1
[] == false
'' == 0
'0' == false
null == false
({}) == '[object Object]'
1 === 1.0
'a' === 'a'
0 === -0
Object.is(0, -0)
Object.is(NaN, NaN)
5 & 3
5 | 3
5 ^ 3
~5
1 << 31
1 << 32
-1 >>> 0
-1 >> 1
-16 >>> 28
2147483648 | 0
4294967296 | 0
1e20 | 0
-1.9 | 0
NaN | 0
!0
!!'0'
!![]
!NaN
typeof 1
typeof 'a'
typeof undefined
typeof null
typeof {}
typeof []
typeof (() => 1)
typeof class {}
typeof Symbol.iterator
typeof NaN
typeof undeclaredName
typeof Math
typeof Math.max
void 0
true && 'a'
0 && 'a'
0 || 'b'
'' || null || 3
null ?? 'd'
0 ?? 'd'
undefined ?? null ?? 1
(null || undefined) ?? 'z'
1 ? 2 : 3
0 ? 2 : null ? 4 : 5
(1, 2, 3)
let a = 5; a += 2; a -= 1; a *= 3; a /= 2; a %= 5; return a
let a = 2; a **= 5; a <<= 2; a >>= 1; a >>>= 1; a |= 1; a &= 7; a ^= 2; return a
let a = null; a ??= 4; a ||= 5; a &&= 6; return a
let a = 1; let b = a++ + ++a; return [a, b]
let a = 1; let b = a-- - --a; return [a, b]
let o = { n: 1 }; o.n++; ++o.n; o['n'] += 5; return o.n
let s = '5'; s++; return s
let x = 'a'; x += 1; x += null; return x
'a' in { a: 1 }
'b' in { a: 1 }
0 in [1]
1 in [1]
'length' in []
'x' in 'x'
[] instanceof Array
({}) instanceof Object
(() => 1) instanceof Object
1 instanceof Number
({}) instanceof 5
let o = { a: 1, b: 2 }; delete o.a; return o
let a = [1, 2, 3]; delete a[1]; return [a.length, 1 in a]
delete Object.freeze({ a: 1 }).a
null.x
undefined.x
null.x = 1
undefined()
let f = 1; return f()
({}).x.y
({}).x?.y
({}).x?.y.z.w
null?.[1]
null?.f(1)
({ f: null }).f?.()
({ f() { return this.v }, v: 3 }).f?.()
let o = { a: { b: () => ({ c: 7 }) } }; return o?.a?.b?.().c
let n = 0; let o = null; o?.[n++]; return n
let n = 0; false && n++; true || n++; 1 ?? n++; return n
let n = 0; let o = { x: 1 }; o.x ??= n++; o.x ||= n++; return n
'abc'[1]
'abc'[5]
'abc'.length
'abc'['length']
[1, 2, 3][1]
[1, 2, 3]['1']
[1, 2, 3]['01']
({ 1: 'a' })[1]
({ '1.5': 'a' })[1.5]
1..toString()
(25).toString(36)
'abc'.x = 1; return 1
(1).x
true.x
0b101 + 0o17 + 0xff
1_000_000
.5 + 5.
1e3
1E-3
'\x41\u0042\u{43}\n'.length
1 < 2 < 3
3 > 2 > 1
-(-5)
- -5
+-+5
!~-1
typeof typeof 1
typeof -1 + 1
(function () { return typeof this })()
(() => typeof this)()
9007199254740993
0.1 * 3
1e21 + 1
123456789012345680000
5e-324
1.7976931348623157e308 * 10
4.35 * 100
1.005 * 1000
0.1 + 0.7
({ valueOf() { return 4 } }) * 2
({ toString() { return '7' } }) * 2
({ valueOf() { return 1 }, toString() { return 'x' } }) + ''
`${{ valueOf() { return 1 }, toString() { return 'x' } }}`
({ valueOf() { return {} }, toString() { return {} } }) + 1
Symbol.iterator + ''
+Symbol.iterator
