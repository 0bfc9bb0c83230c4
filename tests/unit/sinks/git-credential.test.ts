import { expect, test } from 'vitest'
import { Redactor } from '../../../electron/redaction/redactor.ts'
import { answerGit } from '../../../electron/sinks/git/answer-git.ts'
import { readCredential, writeCredential } from '../../../electron/sinks/git/credential-text.ts'
import { findPaths } from '../../../electron/environment.ts'

const env = { HOME: '/nowhere' }
const needs = { env, paths: findPaths(env) }
const secret = new Redactor().guard('a-token-of-ours')

test('reads what git writes, and skips what it need not know', () => {
  const text =
    'capability[]=authtype\ncapability[]=state\nprotocol=https\nhost=huggingface.co\n' +
    'path=org/a=b\nwwwauth[]=Basic\nsomething=else\n\nhost=other'
  expect(readCredential(text)).toEqual({
    protocol: 'https',
    host: 'huggingface.co',
    path: 'org/a=b',
  })
  expect(readCredential('')).toEqual({})
})

test.each([
  ['without a key', 'host'],
  ['with an empty key', '=host'],
  ['with a carriage return', 'host=a\r'],
  ['with a NUL', 'host=a\0b'],
  ['twice', 'host=a\nhost=b'],
])('refuses a line %s', (_what, text) => {
  expect(readCredential(`${text}\n\n`)).toBeNull()
})

test.each(['a\nb', 'a\rb', 'a\0b'])('writes no value that would forge a line (%j)', (value) => {
  expect(writeCredential({ host: value })).toBeNull()
})

const about = (...lines: readonly string[]): string => `${lines.join('\n')}\n\n`

test('answers for the host of the Hub, whatever the path and the name', async () => {
  const question = about('protocol=https', 'host=HuggingFace.co', 'path=org/model')
  const answer =
    'protocol=https\nhost=huggingface.co\nusername=hf_user\npassword=a-token-of-ours\n\n'
  expect(await answerGit(question, async () => secret, needs)).toBe(answer)
  const named = about('protocol=https', 'host=huggingface.co', 'username=ada')
  expect(await answerGit(named, async () => secret, needs)).toBe(answer.replace('hf_user', 'ada'))
  expect(await answerGit(question, async () => null, needs)).toBeNull()
})

test.each([
  ['another host', about('protocol=https', 'host=example.org')],
  ['a host that only ends alike', about('protocol=https', 'host=xhuggingface.co')],
  ['a port of its own', about('protocol=https', 'host=huggingface.co:8443')],
  ['a connection without encryption', about('protocol=http', 'host=huggingface.co')],
  ['no host at all', about('protocol=https')],
  ['nothing', ''],
  ['what git would not write', about('protocol=https', 'host=huggingface.co', 'host=evil')],
])('asks for no token when git names %s', async (_what, question) => {
  const token = async (): Promise<never> => Promise.reject(new Error('asked'))
  expect(await answerGit(question, token, needs)).toBeNull()
})
