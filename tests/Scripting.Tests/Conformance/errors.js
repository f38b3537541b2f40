new Error('x').message
new Error('x').name
String(new Error('x'))
String(new TypeError('y'))
String(new Error())
new Error('x') instanceof Error
new TypeError('x') instanceof Error
new TypeError('x') instanceof TypeError
new RangeError('x') instanceof TypeError
Error('x').message
new Error('x', { cause: 5 }).cause
'cause' in new Error('x')
Object.keys(new Error('x'))
new Error(undefined).hasOwnProperty('message')
new Error(5).message
TypeError.name
Object.getPrototypeOf(TypeError) === Error
Error.prototype.toString.call({ name: 'N', message: 'm' })
Error.prototype.toString.call({})
Error.prototype.name
class MyError extends Error { get name() { return 'MyError' } } return String(new MyError('z'))
class V extends Error { constructor(f, m) { super(m); this.field = f } } try { throw new V('a', 'b') } catch (e) { return [e.field, e.message, e.name] }
try { undefinedFunction } catch (e) { return 1 } function undefinedFunction() { }
try { null.a } catch (e) { return [e.name, e instanceof TypeError, e.constructor === TypeError] }
try { x; let x } catch (e) { return e.name }
try { [].reduce((a, b) => a) } catch (e) { return e.name }
try { 'a'.repeat(-1) } catch (e) { return e.name }
try { JSON.parse('{') } catch (e) { return e.name }
try { new RegExp('[') } catch (e) { return e.name }
try { (1).toFixed(200) } catch (e) { return e.name }
try { new Array(-1) } catch (e) { return e.name }
try { ({}).x() } catch (e) { return e.message }
try { let o = {}; o.a.b } catch (e) { return e.message }
try { const c = 1; c = 2 } catch (e) { return e.message }
try { null[Symbol.iterator] } catch (e) { return e.name }
try { const [a] = {} } catch (e) { return e.name }
try { throw new Error('a', { cause: new TypeError('b') }) } catch (e) { return e.cause.name }
throw new RangeError('r')
throw null
throw undefined
throw [1, 2]
try { throw 1 } catch (e) { throw e + 1 }
JSON.stringify(new Error('x'))
Object.prototype.toString.call(new TypeError)
const e = new Error('m'); e.code = 'E1'; return [e.code, Object.keys(e)]
const e = new Error('m'); e.message = 'n'; return String(e)
new SyntaxError('s').name + new ReferenceError('r').name + new EvalError('e').name + new URIError('u').name
let r = []; try { try { null.x } finally { r.push('f') } } catch { r.push('c') } return r
const f = () => { throw new Error('deep') }; const g = () => f(); try { g() } catch (e) { return e.message }
try { [3, 2, 1].sort(() => { throw 'cmp' }) } catch (e) { return e }
try { [1].map(() => { throw 'cb' }) } catch (e) { return e }
try { `${{ toString() { throw 'ts' } }}` } catch (e) { return e }
try { ({ get a() { throw 'ga' } }).a } catch (e) { return e }
try { JSON.stringify({ toJSON() { throw 'tj' } }) } catch (e) { return e }
try { 'a'.replace('a', () => { throw 'rp' }) } catch (e) { return e }
try { new (class { constructor() { throw 'ct' } })() } catch (e) { return e }
try { new (class { x = (() => { throw 'fi' })() })() } catch (e) { return e }
let n = 0; const rec = () => { n++; if (n < 50) rec(); else throw 'bottom' }; try { rec() } catch (e) { return [e, n] }
