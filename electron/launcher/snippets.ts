import type { Snippet } from '../../shared/domain/snippet.ts'

/** What a server is called by its clients. */
interface Served {
  /** Base address such as `http://127.0.0.1:41873`. */
  readonly url: string
  readonly model: string
  /** The variable that holds the key it wants; null for a server on this machine, which wants none. */
  readonly keyIn: string | null
}

const question = 'Say hello.'

/** A text to paste elsewhere that reaches a server. It holds no secret: a key is named by its variable. */
export function snippetOf(snippet: Snippet, { url, model, keyIn }: Served): string {
  const base = `${url}/v1`
  switch (snippet) {
    case 'address':
      return base
    case 'curl': {
      const body = { model, messages: [{ role: 'user', content: question }] }
      return [
        `curl ${quoted(`${base}/chat/completions`)}`,
        ...(keyIn === null ? [] : [`-H "Authorization: Bearer $${keyIn}"`]),
        `-H 'Content-Type: application/json'`,
        `-d ${quoted(JSON.stringify(body))}\n`,
      ].join(' \\\n  ')
    }
    case 'python':
      return [
        ...(keyIn === null ? [] : ['import os', '']),
        'from openai import OpenAI',
        '',
        `client = OpenAI(base_url=${JSON.stringify(base)}, api_key=${
          keyIn === null ? '"none"' : `os.environ[${JSON.stringify(keyIn)}]`
        })`,
        'reply = client.chat.completions.create(',
        `    model=${JSON.stringify(model)},`,
        `    messages=[{"role": "user", "content": ${JSON.stringify(question)}}],`,
        ')',
        'print(reply.choices[0].message.content)',
        '',
      ].join('\n')
  }
}

/** One word for a POSIX shell. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}
