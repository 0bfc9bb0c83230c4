import { describe, expect, it } from 'vitest'
import { appOrigin, fileBehind, originOf } from '../../../electron/desktop/app-origin.ts'

describe('the file behind an address', () => {
  it.each([
    ['app://hubkey/index.html', '/app/out/index.html'],
    ['app://hubkey/assets/a%20b.js', '/app/out/assets/a b.js'],
    ['app://hubkey/index.html#tokens', '/app/out/index.html'],
  ])('%s is served', (address, file) => {
    expect(fileBehind(address, '/app/out')).toBe(file)
  })

  it.each([
    'app://hubkey/..%2f..%2fetc%2fpasswd',
    'app://hubkey/%2e%2e/%2e%2e/etc/passwd%00.html',
    'app://hubkey/..%5c..%5csecret',
    'app://hubkey/%ff',
    'app://other/index.html',
    'app://user@hubkey/index.html',
    'app://hubkey:80/index.html',
    'https://hubkey/index.html',
    'file:///etc/passwd',
  ])('%s is not', (address) => {
    expect(fileBehind(address, '/app/out')).toBeNull()
  })
})

describe('an origin', () => {
  it.each([
    'https://good.com.evil.com',
    'https://hubkey',
    'app://hubkey.evil/',
    'app://a:b@hubkey/',
    'javascript:alert(1)',
    'data:text/html,x',
    'blob:app://hubkey/1',
    'smb://hubkey/share',
    'not an address',
    '',
  ])('of %j is not ours', (address) => {
    expect(originOf(address)).not.toBe(appOrigin)
  })
})
