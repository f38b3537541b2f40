/a/.test('cat')
/^a/.test('cat')
/t$/.test('cat')
/^c.t$/.test('cat')
/c.t/.test('c\nt')
/c.t/s.test('c\nt')
/^b/m.test('a\nb')
/a$/m.test('a\nb')
/CAT/i.test('cat')
/[a-c]+/.exec('xxabcabd')[0]
/[^a-c]+/.exec('abxyzc')[0]
/\d{2,3}/.exec('a1234')[0]
/\d{2}/.exec('a1234')[0]
/\d{2,}/.exec('a1234')[0]
/a*?b/.exec('aaab')[0]
/a+?/.exec('aaa')[0]
/a??b/.exec('ab')[0]
/(a)(b)?/.exec('ac')
/(a|ab)(c|bcd)(d*)/.exec('abcd')
/(?:a|b)+/.exec('abab')[0]
/(z)((a+)?(b+)?(c))*/.exec('zaacbbbcac')
/(a*)*/.exec('b')
/(a*)+/.exec('b')
/(?:a*)*b/.exec('aab')[0]
/(?:(a)|(b))*/.exec('ab')
/(?:(a)|b)*/.exec('ab')
/((a)|(b)|c)+/.exec('abc')
/(?<y>\d{4})-(?<m>\d\d)/.exec('on 2024-05').groups.m
/(?<y>\d{4})/.exec('x')
/\bfoo\b/.test('a foo b')
/\bfoo\b/.test('afoob')
/\Boo/.test('foo')
/\w+@\w+\.\w+/.exec('me: a@b.co')[0]
/\s+/.exec('a \t\nb')[0].length
/\S+/.exec('  ab ')[0]
/\D+/.exec('12ab')[0]
/\W/.exec('ab-c')[0]
/[\d.]+/.exec('v1.2.3')[0]
/[\w-]+/.exec('a-b c')[0]
/[-a]/.test('-')
/[a\-z]/.test('b')
/[\]]/.test(']')
/[.]/.test('a')
/[^]/.test('\n')
/[]/.test('a')
/\//.test('/')
/\u0041/.test('A')
/\x41/.test('A')
/\cJ/.test('\n')
/\0/.test('\0')
/\u{1F600}/u.test('😀')
/^.$/u.test('😀')
/^.$/.test('😀')
/^..$/.test('😀')
/[😀]/u.test('😀')
/\p{L}+/u.exec('héé1')[0]
/\p{Lu}/u.test('É')
/\P{L}/u.test('a')
/[\p{N}_]+/u.exec('a1_２b')[0]
/\p{Nope}/u
/a|b|/.exec('c')[0]
/(|a)+/.exec('aa')[0]
/(|a)*/.exec('aa')[0]
/x{0}/.exec('x')[0]
/x{0,0}y/.exec('xy')[0]
/{/.test('{')
/a{,2}/.test('a{,2}')
/a{2/.test('a{2')
/}/.test('}')
const r = /a/g; return [r.test('aa'), r.lastIndex, r.test('aa'), r.lastIndex, r.test('aa'), r.lastIndex]
const r = /a/y; return [r.test('ba'), r.lastIndex, (r.lastIndex = 1, r.test('ba'))]
const r = /(\d)/g; let m, out = []; while ((m = r.exec('a1b2')) !== null) out.push(m[1] + m.index); return out
const r = /a/g; r.lastIndex = 5; return [r.exec('aaa'), r.lastIndex]
/a/gimsuy.flags
/a\/b/.source
String(/a/gi)
new RegExp('a+', 'i').test('AA')
new RegExp(/x/g, 'i').flags
new RegExp('').source
new RegExp('[')
new RegExp('a', 'gg')
new RegExp('a', 'q')
new RegExp('(?<n>a)(?<n>b)')
new RegExp('a**')
new RegExp('a{2,1}')
new RegExp('*')
new RegExp('(')
new RegExp(')')
new RegExp('\\')
new RegExp('[b-a]')
/a/ instanceof RegExp
typeof /a/
/a/.global
/a/g.global
/k/i.test('\u212a')
/k/iu.test('\u212a')
/é/i.test('É')
/[à-ý]/i.test('É')
/ß/i.test('SS')
/σ/i.test('ς')
/\w/i.test('ſ')
'x'.replace(/x/, '$')
'abc'.replace(/(?<first>a)/, (m, p, i, s, g) => g.first.toUpperCase())
'aaa'.replace(/a/y, 'b')
'aba'.replace(/a/gy, 'x')
'abcabc'.match(/b/g).length
'test1test2'.match(/t(e)(st(\d?))/g)
'\u{1F600}'.match(/./gu).length
'😀😀'.replace(/(?:)/gu, '-')
'a\r\nb\nc'.split(/\r?\n/)
'one, two,three'.split(/\s*,\s*/)
'A<B>bold</B>and<CODE>coded</CODE>'.split(/<(\/)?([^<>]+)>/)
/^(?:\+?\d{1,3}[ -]?)?\d{3}[ -]?\d{4}$/.test('+1 555-1234')
/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test('someone@example.org')
/^#?([a-f\d]{2})([a-f\d]{2})([a-f\d]{2})$/i.exec('#FFaa00').slice(1)
/^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test('192.168.1.255')
/(\w+)\s(\w+)/[Symbol.iterator]
/a.c/.exec('abc').index
/a.c/.exec('xxabc').input
JSON.stringify(/b/.exec('abc'))
/(?:)/.exec('').length
RegExp('a').test('a')
/[\s\S]*/.exec('a\nb')[0].length
/\$\{(\w+)\}/.exec('x ${name} y')[1]
'${a}-${b}'.replace(/\$\{(\w+)\}/g, (_, k) => ({ a: 1, b: 2 })[k])
/a(?:b(?:c(d)?)?)?/.exec('abc')
/^\s*$/.test('  ')
/(a+)+b/.test('aaaaaaaaaaaaac')
/(x+x+)+y/.test('xxxxxxxxxxxx')
