'abc'.toUpperCase()
'ÀÉ'.toLowerCase()
'straße'.toUpperCase()
'ΑΣ'.toLowerCase()
'İ'.toLowerCase().length
'abc'.charAt(1)
'abc'.charAt(9)
'abc'.charAt(-1)
'abc'.charCodeAt(1)
'abc'.charCodeAt(9)
'👍'.length
'👍'.codePointAt(0)
'👍'.codePointAt(1)
'👍'.codePointAt(2)
'👍'.charCodeAt(0)
'abc'.at(-1)
'abc'.at(3)
'abcabc'.indexOf('c')
'abcabc'.indexOf('c', 3)
'abcabc'.indexOf('')
'abcabc'.indexOf('', 10)
'abc'.indexOf('d')
'abcabc'.lastIndexOf('c')
'abcabc'.lastIndexOf('c', 4)
'abcabc'.lastIndexOf('')
'abc'.lastIndexOf('abcd')
'abc'.includes('bc')
'abc'.includes('a', 1)
'abc'.includes(/a/)
'abc'.startsWith('b', 1)
'abc'.endsWith('b', 2)
'abc'.endsWith('')
'abc'.slice(-2)
'abc'.slice(1, -1)
'abc'.slice(2, 1)
'abc'.substring(2, 0)
'abc'.substring(-1, 2)
'abc'.substring(1)
'abcdef'.substr(-3, 2)
'abcdef'.substr(1)
'a-b-c'.split('-')
'a-b-c'.split('-', 2)
'abc'.split('')
'abc'.split()
''.split('')
''.split(',')
',a,'.split(',')
'a1b2c'.split(/\d/)
'a1b2c'.split(/(\d)/)
'abc'.split(/(?:)/)
'a,b;c'.split(/[,;]/, 2)
''.split(/x/)
''.split(/(?:)/)
'  a b '.trim()
'  a '.trimStart() + '|'
'  a '.trimEnd() + '|'
'\ufeff\u00a0 x\n'.trim()
'ab'.repeat(3)
'ab'.repeat(0)
'ab'.repeat(-1)
'ab'.repeat(Infinity)
'5'.padStart(3, '0')
'5'.padEnd(3)
'abc'.padStart(2)
'a'.padStart(8, 'xyz')
'a'.padEnd(5, '')
'abc'.concat(1, null, 'd')
'a-b-a'.replace('a', 'x')
'a-b-a'.replaceAll('a', 'x')
'a-b-a'.replaceAll('', '.')
'abc'.replace('b', '[$&]')
'abc'.replace('b', '[$`|$\']')
'abc'.replace('b', '$$')
'abc'.replace('b', '$1')
'abc'.replace('b', (m, i, s) => m + i + s)
'abc'.replace('z', 'y')
'aaa'.replaceAll('a', (m, i) => i)
'x'.replace('x', undefined)
'abcd'.replace(/(b)(c)/, '$2$1')
'abcd'.replace(/(?<x>b)/, '<$<x>>')
'a1b2'.replace(/\d/g, d => d * 2)
'a1b2'.replaceAll(/\d/g, '#')
'a1b2'.replaceAll(/\d/, '#')
'aBc'.replace(/b/i, '$0$&')
'2024-01-02'.replace(/(\d+)-(\d+)-(\d+)/, '$3/$2/$1')
'camelCaseString'.replace(/[A-Z]/g, c => '_' + c.toLowerCase())
'abc'.localeCompare('abd')
'a'.localeCompare('a')
'b'.localeCompare('a')
'\u0041\u030a'.normalize('NFC').length
'\u00c5'.normalize('NFD').length
'\ufb01'.normalize('NFKC')
'한글'.normalize('NFD').length
'\u1100\u1161\u11a8'.normalize() === '\uac01'
'ﬀ①Å'.normalize('NFKD')
'\u0061\u0315\u0300\u05ae\u0062'.normalize('NFC') === '\u00e0\u05ae\u0315\u0062'
'\u1e9b\u0323'.normalize('NFC') === '\u1e9b\u0323'
'\u1e9b\u0323'.normalize('NFD') === '\u017f\u0323\u0307'
'\u1e9b\u0323'.normalize('NFKC') === '\u1e69'
'\u1e9b\u0323'.normalize('NFKD') === 's\u0323\u0307'
'\u0958'.normalize('NFC') === '\u0915\u093c'
'abc'.normalize('x')
'abc' < 'abd'
'a' < 'B'
'Z' < 'a'
'\ud83d'.isWellFormed()
'\ud83da'.toWellFormed() === '\ufffda'
String.fromCharCode(72, 105)
String.fromCharCode(65536 + 65)
String.fromCodePoint(128077) === '👍'
String.fromCodePoint(-1)
String.fromCodePoint(1.5)
String(null) + String(undefined) + String(true) + String(1.50)
String(Symbol.iterator)
String({})
String([])
String(() => 1).slice(0, 5).length
String()
[...'añ👍']
'abc'.match(/b/).index
'abc'.match(/z/)
'a1b22'.match(/\d+/g)
'abc'.match(/z/g)
'abc'.match('b')[0]
'abc'.match(/(?<l>b)(x)?/).groups.l
JSON.stringify('abc'.match(/(b)(x)?/))
[...'a1b2'.matchAll(/([a-z])(\d)/g)].map(m => [m[1], m[2], m.index])
[...'a1'.matchAll(/a/)]
[...'aXbX'.matchAll('X')].map(m => m.index)
'abcb'.search(/b/)
'abc'.search('z')
'abc'[0]
'abc'['1']
'abc'[-1]
'abc'.length
Object.keys('ab')
Object.entries('ab')
'abc'.hasOwnProperty('length')
'b' in { b: 1 }
'a' + 1 + 2
1 + 2 + 'a'
'a'.toString()
'a'.valueOf()
'%'.charCodeAt()
'tEST'.charAt(0).toUpperCase() + 'tEST'.slice(1).toLowerCase()
'hello world'.split(' ').map(w => w[0].toUpperCase() + w.slice(1)).join(' ')
'racecar' === [...'racecar'].reverse().join('')
'x'.codePointAt()
'abc'.substring(NaN, 2)
'ab\u2028c'.length
"it's" + 'a "quote"'
'\0'.length
'a\tb'.length
'😀'.split('').length
'😀'.slice(0, 1).length
'aé'.toLocaleUpperCase()
'abcabc'.replaceAll('b', '$&$&')
'abc'.replace(/./g, '$&$&')
'abc'.replace(/(?:)/g, '-')
'abc'.replace(/$/, '!')
'a.b.c'.replaceAll('.', '')
'aaa'.lastIndexOf('a', 0)
'canal'.lastIndexOf('a', -5)
'abc'.at()
'abc'.at(NaN)
String.raw({ raw: ['x', 'y', 'z'] }, 1, 2, 3)
''.padStart(3, 'ab')
'\u{1F600}'.length
'test'.constructor === String
null + 'a'
`${null} ${undefined} ${[1]} ${true}`
