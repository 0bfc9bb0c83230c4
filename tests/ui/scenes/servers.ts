import { errors } from '../../../shared/errors.ts'
import type { FakeBridge } from '../../fixtures/fake-bridge.ts'
import { minutesAgo, readyRun, runningDownload } from '../../fixtures/fake-bridge-world.ts'
import { scenesOf, type Scene } from './scene.ts'

const logLines = [
  '12:04:01 loading model: 28 layers, 1.7 B',
  '12:04:03 hub: using token [secret]',
  '12:04:03 \u001b[32mready\u001b[0m on 127.0.0.1:41873',
  '12:04:20 \u001b[33mWARNING\u001b[0m \u001b[1;31merror\u001b[0m \u001b[34mblue\u001b[0m \u001b[35mmagenta\u001b[0m \u001b[36mcyan\u001b[0m',
  '12:04:41 POST /v1/chat/completions 200 · 118 tokens · 61 t/s',
].map((text, seq) => ({ seq, text }))

/** Five minutes of a server that loaded, was asked something, and rests. */
const figures = {
  run: readyRun.id,
  samples: Array.from({ length: 150 }, (_, index) => ({
    at: minutesAgo((150 - index) / 30),
    memoryBytes: Math.round(2_100_000_000 * Math.min(1, index / 30)) + (index % 7) * 2_000_000,
    gpuBytes: Math.round(1_900_000_000 * Math.min(1, index / 40)),
    gpuBusy: index > 60 && index < 110 ? 0.8 + (index % 5) / 40 : 0.02,
    tokensPerSecond: index > 60 && index < 110 ? 58 + (index % 9) : 0,
    running: 0,
    waiting: 0,
  })),
  health: { isWell: true, status: 200, askedAt: minutesAgo(0), since: minutesAgo(12) },
}

/** Everything the Servers page can say. */
export const serverScenes = scenesOf('servers', [
  { name: 'empty' },
  {
    name: 'ready-with-log',
    facts: { runs: [{ ...readyRun, secrets: ['HF_TOKEN'] }] },
    replies: (bridge) =>
      bridge
        .reply('run.log', logLines)
        .reply('run.log-before', { lines: 214_303 })
        .reply('run.figures', [figures]),
    act: async (page) => {
      await page.getByRole('button', { name: 'Show log' }).click()
      await page.getByText('on 127.0.0.1:41873').waitFor()
      await page.getByRole('searchbox').fill('12:04:0')
      await page.keyboard.press('Enter')
      await page.getByText('1 of 3').waitFor()
    },
  },
  {
    name: 'every-state',
    facts: {
      downloads: [runningDownload],
      runs: [
        readyRun,
        {
          ...readyRun,
          id: '20260314-120400-bbbbbb',
          state: 'preparing',
          url: null,
          pid: null,
          readyAt: null,
          startedAt: minutesAgo(1),
          download: 'd1',
        },
        {
          ...readyRun,
          id: '20260314-120300-cccccc',
          repo: 'ggml-org/SmolLM3-3B-GGUF',
          file: 'SmolLM3-Q4_K_M.gguf',
          state: 'starting',
          phase: 'loading',
          loaded: 0.42,
          url: null,
          readyAt: null,
          startedAt: minutesAgo(0.1),
          detached: true,
        },
        { ...readyRun, id: '20260314-110300-dddddd', state: 'stopping', elsewhere: true },
      ],
    },
  },
  {
    name: 'old-token',
    facts: {
      runs: [
        { ...readyRun, secrets: ['HF_TOKEN'], holdsOldToken: true },
        {
          ...readyRun,
          id: '20260314-110300-dddddd',
          repo: 'ggml-org/SmolLM3-3B-GGUF',
          secrets: ['HF_TOKEN'],
          holdsOldToken: true,
          detached: true,
        },
      ],
    },
  },
  {
    name: 'ended',
    facts: {
      runs: [
        {
          ...readyRun,
          id: '20260314-120400-bbbbbb',
          state: 'failed',
          url: null,
          pid: null,
          readyAt: null,
          endedAt: minutesAgo(2),
          error: errors.engineFailed('The model needs more memory than this machine has free.'),
          lastLines: ['load_tensors: offloading 28 layers', 'ggml_backend: out of memory'],
        },
        { ...readyRun, state: 'exited', url: null, pid: null, endedAt: minutesAgo(3) },
      ],
    },
  },
])

/** Everything the Playground can say. */
export const playgroundScenes = scenesOf('playground', [
  { name: 'nobody' },
  {
    name: 'getting-ready',
    facts: { runs: [{ ...readyRun, state: 'starting', url: null }] },
  },
  { name: 'ready', facts: { runs: [readyRun] } },
  {
    name: 'answering',
    facts: { runs: [readyRun] },
    act: async (page, bridge) => {
      await asks(page, 'Which number comes after 41?')
      await answers(bridge, 'After 41 comes **42**.', true)
      await asks(page, 'Thank you. And a poem about it?\nTwo lines are enough.')
      await answers(bridge, 'The answer sat at forty-two,\nand nobody', false)
      await page.getByText('and nobody').waitFor()
    },
  },
  {
    name: 'markdown',
    facts: { runs: [readyRun] },
    act: async (page, bridge) => {
      await asks(page, 'How do I list files?')
      await answers(bridge, markdown, true)
      await page.getByRole('button', { name: 'Copy code' }).waitFor()
    },
  },
  {
    name: 'parameters',
    facts: { runs: [readyRun] },
    act: async (page) => {
      await page.getByRole('button', { name: 'Parameters' }).click()
      await page.getByLabel('System prompt').fill('Answer in one sentence.')
      await page.getByLabel('Temperature').fill('0.2')
      await page.getByLabel('Top-p').fill('7')
    },
  },
  {
    name: 'no-access',
    facts: {
      runs: [
        {
          ...readyRun,
          state: 'failed',
          url: null,
          pid: null,
          readyAt: null,
          endedAt: minutesAgo(1),
          error: errors.accessDenied(
            'not-requested',
            'You have not asked for access to this model yet.',
            null,
          ),
        },
      ],
    },
  },
  {
    name: 'failed',
    facts: { runs: [readyRun] },
    act: async (page, bridge) => {
      await asks(page, 'Are you there?')
      await bridge.push('chat', {
        ask: bridge.calls('chat.ask').at(-1)!.ask,
        delta: '',
        thought: '',
        stats: null,
        done: true,
        error: errors.engineFailed('The server stopped in the middle of its answer.'),
      })
      await page.getByRole('alert').waitFor()
    },
  },
])

const markdown = `# Listing files

Use \`readdir\`; it gives **names** in no *particular* order, as [the card](https://huggingface.co/acme/m) says:

\`\`\`js
import { readdir } from 'node:fs/promises'

for (const name of await readdir('.')) console.log(name, 'and a line that is far too long for the bubble it is shown in')
\`\`\`

| option | what it does | since |
| ------ | ------------ | ----: |
| \`recursive\` | goes into folders | 18.17 |
| \`withFileTypes\` | gives entries | 10.10 |

1. Sort them
   - by name
2. Print them

> See [the manual](https://nodejs.example/api/fs.html).`

type Act = NonNullable<Scene['act']>

async function asks(page: Parameters<Act>[0], question: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Question' }).fill(question)
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByRole('button', { name: 'Stop generating' }).waitFor()
}

async function answers(bridge: FakeBridge, delta: string, done: boolean): Promise<void> {
  await bridge.push('chat', {
    ask: bridge.calls('chat.ask').at(-1)!.ask,
    delta,
    thought: '',
    done,
    error: null,
    stats: done ? { tokens: 118, firstSeconds: 0.3, seconds: 1.9, isCut: false } : null,
  })
}
