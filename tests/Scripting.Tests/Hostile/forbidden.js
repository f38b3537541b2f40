eval('1')
(0, eval)('1')
let e = eval
typeof eval
new Function('return 1')()
Function('return 1')()
typeof Function
let F = Function; return F
require('fs')
typeof require
import('fs')
import.meta
import fs from 'fs'
export default 1
process.exit()
typeof process
setTimeout(() => 1, 0)
setInterval(() => 1, 0)
fetch('http://example.org')
globalThis.x = 1
window.x
console.log(1)
new Proxy({}, {})
Reflect.ownKeys({})
Promise.resolve(1)
new Uint8Array(2e9)
new ArrayBuffer(1.9e9)
Atomics.wait()
new WeakRef({})
BigInt(1)
1n
2n ** 1000000n
0x1Fn
with (Math) { max(1) }
debugger
arguments[0]
(function () { return arguments })()
function f() { arguments.callee() } f()
let eval = 1
let arguments = 1
({ eval } = { eval: 1 })
(eval) => 1
function eval() {}
try {} catch (eval) {}
ev\u0061l('1')
\u0065val('1')
\u{65}val('1')
Functi\u006fn('1')
prоcess.exit()
еval('1')
𝑒val('1')
ｅval('1')
ev‌al('1')
l\u0065t x = 1
v\u0061r x = 1
\u0072eturn 1
nul\u006c.x
undefinedName
undefinedName = 1
this.x = 1
this.constructor.constructor('return 1')()
Date.now()
new Date()
Date()
Math.random()
Symbol('x')
Symbol.for('x')
new String('x')
new Number(1)
new Boolean(true)
Object('x')
await 1
yield 1
let let = 1
let static = 1
let yield = 1
010
'\01'
delete x
var public = 1
({ __proto__: null })
x: while (true) { (() => { break x })() }
break
continue
return return
let a; let a
const a
function f(a, a) {}
class { }
class A { constructor() { super() } }
super.x
new.target = 1
#x in {}
({}).#x
class A { #x; #x }
class A { m() { this.#y } }
a => { } ()
({ a = 1 })
[a + 1] = [1]
1 = 2
1++
f() = 1
({ get a(x) {} })
({ set a() {} })
let [a]
for (let x = 1 of []) ;
if (1) let x = 1
if (1) function f() {}
label: function f() {}
-1 ** 2
1 ?? 2 || 3
a?.b = 1
new a?.b()
`${`
'unterminated
/* unterminated
/unterminated
{
}
(
@
