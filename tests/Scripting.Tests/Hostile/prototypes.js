Array.prototype.map = () => 1
Array.prototype.extra = 1
Object.prototype.polluted = 1
Object.prototype.toString = () => 'x'
String.prototype.trim = null
Number.prototype.toFixed = 1
Boolean.prototype.x = 1
RegExp.prototype.test = () => true
Date.prototype.getTime = () => 0
Map.prototype.get = () => 1
Set.prototype.has = () => true
Error.prototype.message = 'x'
TypeError.prototype.name = 'x'
Function.prototype
(() => 1).__proto__.x = 1
Object.getPrototypeOf(() => 1).call = 1
Object.getPrototypeOf([][Symbol.iterator]()).next = 1
Symbol.iterator.x = 1
Symbol.prototype.x = 1
Math.max = () => 0
Math.x = 1
JSON.parse = null
Object.keys = null
Array.isArray = () => true
delete Array.prototype.map
delete Math.PI
delete Object.prototype.hasOwnProperty
delete Math.max.name
Object.defineProperty(Array.prototype, 'x', { value: 1 })
Object.defineProperty(Object.prototype, 'x', { get() { return 1 } })
Object.defineProperty(Math, 'PI', { value: 3 })
Object.defineProperties(String.prototype, { x: { value: 1 } })
Object.setPrototypeOf(Array.prototype, null)
Object.setPrototypeOf(Object.prototype, {})
Object.setPrototypeOf(Math, {})
Object.assign(Array.prototype, { x: 1 })
Object.assign(Object, { x: 1 })
Array.prototype.push(1)
Array.prototype.push.call(Object.prototype, 1)
Array.prototype.unshift.call(Array.prototype, 1)
Array.prototype.fill.call(Object.assign(Math, { length: 3 }), 1)
Array.prototype.splice.call(Array.prototype, 0, 0, 1)
Array.prototype.length = 5
[].constructor.prototype.x = 1
({}).constructor.prototype.x = 1
''.constructor.prototype.x = 1
(1).constructor.prototype.x = 1
/a/.constructor.prototype.exec = 1
class A extends (function () { return Array.prototype }) { #x = 1 } new A()
class A extends (function () { return Math }) { x = 1 } new A()
class A extends (function () { return Object.prototype }) { #m() {} } new A()
class A { constructor() { return Math } } class B extends A { #p = 1; static p = new B() }
undefined = 1
NaN = 1
Infinity = 1
Object = 1
Math = 1
parseInt = () => 1
(() => { Array = 1 })()
for (Math.x of [1]);
for (Object.prototype.x in { a: 1 });
[Math.PI] = [1]
({ a: Math.E } = { a: 1 })
Math.PI++
Math.max.x ??= 1
(() => 1).constructor('return 1')()
(() => 1).constructor.constructor('return 1')()
[].constructor.constructor('return 1')()
({}).constructor.constructor('return this')()
''.sub.constructor('return 1')()
Object.getPrototypeOf(() => 1).constructor('return 1')()
class A {} A.constructor('return 1')()
Math.max.constructor('return 1')()
context.constructor.constructor('return process')()
Object.getOwnPropertyDescriptor(Map.prototype, 'size').get.constructor('return 1')()
(async () => 1)()
(function* () {})()
async function f() { await 1 }
