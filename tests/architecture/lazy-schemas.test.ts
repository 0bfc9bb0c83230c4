import { expect, it } from 'vitest'
import { parseSync } from 'vite'
import { z } from 'zod'
import { lazySchemas } from '../../build/lazy-schemas.ts'

/** A module as the command line's build leaves it. */
function built(code: string, id = '/x/shared/a.ts'): string {
  const { transform } = lazySchemas() as unknown as {
    transform(
      this: { parse: (code: string) => unknown },
      code: string,
      id: string,
    ): { code: string } | null
  }
  const parse = (text: string): unknown => parseSync('a.js', text).program
  return transform.call({ parse }, code, id)?.code ?? code
}

type Lazy = <S extends z.ZodType>(make: () => S) => S

/** The very code that the build adds, which puts something in a schema's place. */
async function addedCode(): Promise<Lazy> {
  const { load } = lazySchemas() as unknown as { load(id: string): string }
  const source = encodeURIComponent(load('\0virtual:lazy-schema'))
  const added = (await import(/* @vite-ignore */ `data:text/javascript,${source}`)) as {
    lazySchema: Lazy
  }
  return added.lazySchema
}

it('makes the schemas at the top of a module wait, and nothing else', () => {
  expect(built('export const ASchema = z.object({ b: z.string() }).max(1)')).toContain(
    'ASchema = lazySchema(() => z.object({ b: z.string() }).max(1))',
  )
  expect(built('const BSchema = ASchema.extend({}), c = z.array(ASchema)')).toContain(
    'BSchema = lazySchema(() => ASchema.extend({})), c = lazySchema(() => z.array(ASchema))',
  )
  for (const other of [
    'const start = ASchema.parse({}); z.string()',
    'const names = z.enum(["a"]).options',
    'function make() { const CSchema = z.string(); return CSchema }',
    'const z2 = make(z.string())',
  ]) {
    expect(built(other)).toBe(other)
  }
  const theirs = 'const ASchema = z.string()'
  expect(built(theirs, '/x/node_modules/zod/a.ts')).toBe(theirs)
})

it('puts something in their place that works as they do, and is made once', async () => {
  const lazy = await addedCode()
  let made = 0
  const NameSchema = lazy(() => {
    made += 1
    return z.string().max(3)
  })
  const PersonSchema = lazy(() => z.object({ name: NameSchema, more: NameSchema.optional() }))
  const UnionSchema = lazy(() => z.discriminatedUnion('kind', [lazy(() => PersonSchema.extend({ kind: z.literal('a') }))])) // prettier-ignore
  expect(made).toBe(0)
  expect(UnionSchema.parse({ kind: 'a', name: 'ada', left: 1 })).toEqual({ kind: 'a', name: 'ada' })
  expect(PersonSchema.safeParse({ name: 'Byron' }).success).toBe(false)
  expect(NameSchema instanceof z.ZodString).toBe(true)
  expect('shape' in PersonSchema).toBe(true)
  expect(made).toBe(1)
})
