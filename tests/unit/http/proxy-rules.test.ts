import { expect, it } from 'vitest'
import { proxyFor, proxySecrets } from '../../../electron/http/proxy-rules.ts'

const proxy = 'http://proxy.example:3128'
const via = (url: string, env: Record<string, string>) => proxyFor(new URL(url), env)?.host ?? null

it.each([
  [{ HTTPS_PROXY: proxy }, 'proxy.example:3128'],
  [{ https_proxy: proxy }, 'proxy.example:3128'],
  [{ https_proxy: 'http://small:1', HTTPS_PROXY: proxy }, 'small:1'],
  [{ https_proxy: '', HTTPS_PROXY: proxy }, 'proxy.example:3128'],
  [{ ALL_PROXY: 'all:2' }, 'all:2'],
  [{ HTTP_PROXY: proxy }, null],
  [{}, null],
])('with %j the Hub is reached by %s', (env, expected) => {
  expect(via('https://huggingface.co/api', env)).toBe(expected)
})

it('keeps the two schemes apart', () => {
  expect(via('http://mirror.example', { HTTP_PROXY: 'a:1', HTTPS_PROXY: 'b:2' })).toBe('a:1')
})

it.each([
  ['https://huggingface.co', 'huggingface.co', true],
  ['https://huggingface.co', '.huggingface.co', true],
  ['https://cdn.huggingface.co', 'huggingface.co', true],
  ['https://cdn.huggingface.co', '*.huggingface.co', true],
  ['https://nothuggingface.co', 'huggingface.co', false],
  ['https://huggingface.co', 'example.org, huggingface.co', true],
  ['https://huggingface.co', 'a b HUGGINGFACE.CO', true],
  ['https://huggingface.co', 'huggingface.co:443', true],
  ['https://huggingface.co', 'huggingface.co:8443', false],
  ['https://huggingface.co', '*', true],
  ['https://huggingface.co', ',,.', false],
  ['https://10.1.2.3', '10.0.0.0/8', true],
  ['https://11.1.2.3', '10.0.0.0/8', false],
  ['https://10.1.2.3', '10.1.2.3', true],
  ['https://110.1.2.3', '10.1.2.3', false],
  ['https://[fd00::1]', 'fd00::/8', true],
  ['https://[fd00::1]', 'fd00::1', true],
  ['https://10.1.2.3', '10.0.0.0/99', false],
])('%s with NO_PROXY=%s goes directly: %s', (url, exempt, isDirect) => {
  expect(via(url, { HTTPS_PROXY: proxy, NO_PROXY: exempt }) === null).toBe(isDirect)
})

it.each(['http://localhost:1', 'https://127.0.0.1', 'http://[::1]:2', 'https://a.localhost'])(
  'never sends %s away from this machine',
  (url) => {
    expect(via(url, { HTTPS_PROXY: proxy, HTTP_PROXY: proxy, ALL_PROXY: proxy })).toBeNull()
  },
)

it.each([
  ['socks5://proxy:1', /HTTPS_PROXY names a SOCKS proxy/],
  ['SOCKS5h://proxy', /HTTPS_PROXY names a SOCKS proxy/],
  ['http://', /HTTPS_PROXY does not name a proxy/],
  ['ftp://proxy', /HTTPS_PROXY does not name a proxy/],
  ['http://:80', /HTTPS_PROXY does not name a proxy/],
])('does not go past a proxy it cannot use (%s)', (text, sentence) => {
  expect(() => via('https://huggingface.co', { HTTPS_PROXY: text })).toThrow(sentence)
})

it('finds the secrets in the addresses, also in those that are no address', () => {
  const env = {
    HTTPS_PROXY: 'http://ada:p%40ss-word@proxy:1',
    all_proxy: 'socks5://bob:other-secret@proxy',
    HTTP_PROXY: 'eve:third-secret@proxy:9',
  }
  expect(proxySecrets(env)).toEqual(
    expect.arrayContaining([
      'p%40ss-word',
      'p@ss-word',
      'ada:p@ss-word',
      'other-secret',
      'third-secret',
    ]),
  )
})
