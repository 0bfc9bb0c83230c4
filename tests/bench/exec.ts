/**
 * `npm run bench:exec`: 1 GB of output of a command, masked by `hubkey exec` with 20 stored tokens in all
 * their forms, beside `cat` and beside `sed` with one pattern, each between the same command and
 * /dev/null, in turn, in one run. Hubkey's start counts. Figures, not a test: it never fails for being slow.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, openSync, writeSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildWhenStale } from '../../build/build.mjs'
import { runScript } from '../../build/user-error.mjs'
import { formsOf } from '../../electron/redaction/forms.ts'
import { cliScript, runCli } from '../fixtures/cli.ts'

const rounds = Number(process.argv[2] ?? 5)
const bytes = Number(process.env['HUBKEY_BENCH_BYTES'] ?? 1_000_000_000)

await runScript(async () => {
  await buildWhenStale()
  const home = await mkdtemp(join(tmpdir(), 'hubkey-bench-'))
  try {
    const env = environmentOf(home)
    const tokens = await storeTokens(env)
    const file = join(home, 'output')
    writeOutput(file, tokens)
    const pattern = `s/${tokens[0] ?? ''}/[secret]/g`
    const contenders: Readonly<Record<string, readonly [string, ...string[]]>> = {
      cat: ['sh', '-c', 'cat "$0" | cat', file],
      sed: ['sh', '-c', 'cat "$0" | sed "$1"', file, pattern],
      exec: [process.execPath, cliScript, 'exec', '--', 'cat', file],
    }
    const times = await timesOf(contenders, env)
    const [cat = 0, sed = 0, exec = 0] = times.map(median)
    tell('of the speed of cat (goal >= 0.7)', cat / exec)
    tell('times the speed of sed with one pattern', sed / exec)
    tell('MB/s', bytes / 1000 / exec)
    return 0
  } finally {
    await rm(home, { recursive: true, force: true })
  }
})

function tell(of: string, figure: number): void {
  process.stdout.write(`exec: ${figure.toFixed(2)} ${of}\n`)
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN
}

/** No keyring, and a Hub at an address where nothing answers: tokens are kept unverified, in the file. */
function environmentOf(home: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    HUBKEY_CONFIG_DIR: join(home, 'config'),
    HUBKEY_STATE_DIR: join(home, 'state'),
    HUBKEY_KEYRING: 'off',
    HF_ENDPOINT: 'http://127.0.0.1:9',
    HUBKEY_NGC_API: 'http://127.0.0.1:9',
    // As fast as it can be: no locale to mind.
    LC_ALL: 'C',
  }
}

/** Ten of each kind, by the command line. */
async function storeTokens(env: Record<string, string>): Promise<readonly string[]> {
  const tokens: string[] = []
  for (let index = 0; index < 20; index += 1) {
    const isHub = index % 2 === 0
    const rest = randomBytes(120)
      .toString('base64')
      .replace(/[^A-Za-z0-9]/g, '')
    const token = isHub ? `hf_${rest.slice(0, 34)}` : `nvapi-${rest.slice(0, 64)}`
    const account = [isHub ? 'huggingface' : 'ngc', '--name', `n${index}`]
    const { code, stderr } = await runCli({ env }, ['login', ...account, '--stdin'], {
      stdin: token,
    })
    if (code !== 0) throw new Error(stderr)
    tokens.push(token)
  }
  return tokens
}

/** Lines as servers print them; in one of a thousand there is a token, in one of its forms. */
function writeOutput(file: string, tokens: readonly string[]): void {
  const forms = tokens.flatMap(formsOf)
  const lines = Array.from({ length: 40_000 }, (_, step) => {
    const seconds = String(step % 60).padStart(2, '0')
    if (step % 1000 === 999)
      return Buffer.concat([forms[step % forms.length] ?? Buffer.alloc(0), Buffer.from('\n')])
    return Buffer.from(
      step % 3 === 0
        ? `INFO:     127.0.0.1:${40_000 + (step % 9000)} - "POST /v1/chat/completions HTTP/1.1" 200 OK\n`
        : step % 3 === 1
          ? `INFO 11-22 10:14:${seconds} [loggers.py:116] Engine 000: Avg prompt throughput: ${step % 97}.4 tokens/s, KV cache usage: ${step % 100}.1%\n`
          : `GET https://huggingface.co/api/models/meta-llama/Llama-3.2-1B?step=${step} took 1.25 s\n`,
    )
  })
  const block = Buffer.concat(lines)
  const output = openSync(file, 'w')
  for (let left = bytes; left > 0; left -= block.length) {
    writeSync(output, block.subarray(0, Math.min(left, block.length)))
  }
  closeSync(output)
}

/** Milliseconds of each, in turn. */
async function timesOf(
  contenders: Readonly<Record<string, readonly [string, ...string[]]>>,
  env: Record<string, string>,
): Promise<readonly (readonly number[])[]> {
  const times = Object.keys(contenders).map((): number[] => [])
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, [name, [program, ...args]]] of Object.entries(contenders).entries()) {
      const begun = performance.now()
      const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
      const [code] = (await once(child, 'exit')) as [number | null]
      if (code !== 0) throw new Error(`${name} failed.`)
      times[index]?.push(performance.now() - begun)
    }
    process.stderr.write(
      `round ${round + 1}: ${times.map((list) => Math.round(list.at(-1) ?? 0)).join(', ')} ms\n`,
    )
  }
  return times
}
