import type { Snippet } from '../../shared/domain/snippet.ts'

/** What a server is called by its clients. */
interface Served {
  /** Base address such as `http://127.0.0.1:41873`. */
  readonly url: string
  readonly model: string
}

const question = 'Say hello.'

/** A text to paste elsewhere that reaches a server. It holds no secret: servers on loopback want none. */
export function snippetOf(snippet: Snippet, { url, model }: Served): string {
  const base = `${url}/v1`
  switch (snippet) {
    case 'address':
      return base
    case 'curl': {
      const body = { model, messages: [{ role: 'user', content: question }] }
      return [
        `curl ${quoted(`${base}/chat/completions`)}`,
        `-H 'Content-Type: application/json'`,
        `-d ${quoted(JSON.stringify(body))}\n`,
      ].join(' \\\n  ')
    }
    case 'python':
      return [
        'from openai import OpenAI',
        '',
        `client = OpenAI(base_url=${JSON.stringify(base)}, api_key="none")`,
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
