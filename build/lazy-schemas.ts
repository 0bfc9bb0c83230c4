import type { Plugin } from 'vite'

/** What the parser tells of a statement, as far as it is needed here. */
interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

const helper = 'virtual:lazy-schema'

/**
 * Builds each schema that stands at the top of a module when somebody looks at it first. A short
 * command parses with a handful of them, and loading its code would else build some hundreds: a
 * sixth of the time that it takes. Nothing sees the difference: what stands there in its place hands
 * every question on.
 */
export function lazySchemas(): Plugin {
  return {
    name: 'hubkey-lazy-schemas',
    enforce: 'post',
    resolveId: (id) => (id === helper ? `\0${helper}` : null),
    load: (id) => (id === `\0${helper}` ? source : null),
    transform(code, id) {
      if (!/\/(?:shared|electron)\/.*\.ts$/.test(id) || !/\bz\./.test(code)) return null
      const { body } = this.parse(code) as unknown as { readonly body: readonly Node[] }
      const places = body.flatMap(schemasIn)
      if (places.length === 0) return null
      let lazy = code
      for (const { start, end } of places.reverse()) {
        lazy = `${lazy.slice(0, start)}lazySchema(() => ${lazy.slice(start, end)})${lazy.slice(end)}`
      }
      return { code: `import { lazySchema } from '${helper}'\n${lazy}`, map: null }
    },
  }
}

/** A proxy asks for everything, also whether it is an instance of something, at the schema itself. */
const source = `
export function lazySchema(make) {
  let made
  const get = () => (made ??= make())
  return new Proxy({}, {
    get: (_, key) => get()[key],
    set: (_, key, value) => Reflect.set(get(), key, value),
    has: (_, key) => key in get(),
    ownKeys: () => Reflect.ownKeys(get()),
    getPrototypeOf: () => Reflect.getPrototypeOf(get()),
  })
}
`

/** The right sides of `const X = z.…` at the top of a module. */
function schemasIn(statement: Node): readonly Node[] {
  const declaration =
    statement.type === 'ExportNamedDeclaration'
      ? (statement['declaration'] as Node | null)
      : statement
  if (declaration?.type !== 'VariableDeclaration') return []
  const declared = declaration['declarations'] as readonly { readonly init: Node | null }[]
  return declared.flatMap(({ init }) => (init !== null && makesSchema(init) ? [init] : []))
}

/** Whether it is a call of `z` or of another schema that gives a schema: what is parsed is none. */
function makesSchema(node: Node): boolean {
  if (node.type !== 'CallExpression') return false
  const callee = node['callee'] as Node
  if (callee.type !== 'MemberExpression') return false
  const { name } = callee['property'] as { readonly name?: string }
  return name !== undefined && !/parse|encode|decode/i.test(name) && beginsAtSchema(callee)
}

function beginsAtSchema(node: Node): boolean {
  if (node.type === 'CallExpression') return beginsAtSchema(node['callee'] as Node)
  if (node.type === 'MemberExpression') return beginsAtSchema(node['object'] as Node)
  return node.type === 'Identifier' && /^z$|Schema$/.test(String(node['name']))
}
