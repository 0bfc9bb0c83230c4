import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { snippetOf } from '../../../electron/launcher/snippets.ts'

const served = { url: 'http://127.0.0.1:41873', model: `o'wner/na"me`, keyIn: null }

describe('what is copied about a server', () => {
  it('is the address as OpenAI clients want it', () => {
    expect(snippetOf('address', served)).toBe('http://127.0.0.1:41873/v1')
  })

  it('is a command line that a shell reads as it was meant', () => {
    const script = `curl() { printf '%s\\n' "$@"; }\n${snippetOf('curl', served)}`
    const words = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).trim().split('\n')
    expect(words.slice(0, 4)).toEqual([
      'http://127.0.0.1:41873/v1/chat/completions',
      '-H',
      'Content-Type: application/json',
      '-d',
    ])
    expect(JSON.parse(words[4] ?? '')).toMatchObject({ model: served.model })
  })

  it('names a key by its variable, which the shell and Python look up', () => {
    const hosted = { ...served, url: 'https://router.test', keyIn: 'HF_TOKEN' }
    const script = `HF_TOKEN=abc\ncurl() { printf '%s\\n' "$@"; }\n${snippetOf('curl', hosted)}`
    const words = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' })
    expect(words).toContain('Authorization: Bearer abc')
    expect(snippetOf('python', hosted)).toContain('api_key=os.environ["HF_TOKEN"]')
  })

  it('is a Python program that Python can read', () => {
    const read = [
      'import ast, sys',
      'tree = ast.parse(sys.stdin.read())',
      'print([n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)])',
    ].join('\n')
    const input = snippetOf('python', served)
    const values = execFileSync('python3', ['-c', read], { encoding: 'utf8', input })
    expect(values).toContain('http://127.0.0.1:41873/v1')
    expect(values).toContain('wner/na')
  })
})
