import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readWork } from '../../../electron/jobs/read-work.ts'
import { specOfJob } from '../../../electron/jobs/spec-of-job.ts'
import { shownBody } from '../../../electron/jobs/wire-body.ts'
import type { JobWork } from '../../../shared/domain/job.ts'
import type { JobView } from '../../../shared/domain/job-view.ts'
import { scriptSpec } from '../../integration/jobs/workshop.ts'

/** The command as it goes over the wire. */
function commandOf(work: JobWork): string[] {
  return (shownBody({ ...scriptSpec(''), work }) as { command: string[] }).command
}

const image = 'python:3.12'
const words = fc.array(fc.string(), { maxLength: 4 })
const packages = fc.array(fc.stringMatching(/^[a-z][a-z0-9=.-]{0,12}$/), { maxLength: 3 })
const described = {
  kind: fc.constant('script' as const),
  image: fc.constant(image),
  dependencies: packages,
  python: fc.option(fc.constantFrom('3.11', '3.12')),
  arguments: words,
}

it('reads a script back out of what packs it up', () => {
  const source = fc.record({
    kind: fc.constant('text' as const),
    name: fc.stringMatching(/^[a-z][a-z0-9_]{0,10}\.py$/),
    text: fc.string({ unit: 'grapheme', maxLength: 200 }),
  })
  fc.assert(
    fc.property(fc.record({ ...described, source }), (work) => {
      expect(readWork({ image, command: commandOf(work) })).toEqual(work)
    }),
  )
})

it('reads a script at an address back, and takes anything else for a command', () => {
  const source = { kind: 'url', url: 'https://example.com/train.py' } as const
  fc.assert(
    fc.property(fc.record(described), (rest) => {
      const work = { ...rest, source }
      expect(readWork({ image, command: commandOf(work) })).toEqual(work)
    }),
  )
  const commands = fc.array(fc.string(), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(commands, (command) => {
      expect(readWork({ image, command })).toEqual({ kind: 'command', image, command })
    }),
  )
  for (const command of [
    ['uv', 'run', '--offline', 'https://example.com/a.py'],
    ['uv', 'run', 'train.py'],
    ['sh', '-c', 'echo', 'a.py', 'YQ=='],
  ]) {
    expect(readWork({ image, command })).toEqual({ kind: 'command', image, command })
  }
})

it('says which job no form can show', () => {
  const job = { id: 'a', image: null, command: [], flavor: null, secrets: [] } as unknown as JobView
  expect(() => specOfJob(job)).toThrow('in a way that this form cannot show')
})
