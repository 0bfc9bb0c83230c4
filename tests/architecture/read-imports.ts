/** Reads what a source file imports, with TypeScript's own parser. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** One import of a file, as it is written. */
export interface Import {
  readonly specifier: string
  /** False for `import type`: erased by the compiler, so nothing is loaded. */
  readonly loads: boolean
}

/** Every static, dynamic and re-exporting import in `text`, and every `import('…')` type. */
export function importsIn(text: string): readonly Import[] {
  const found: Import[] = []
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node)
    if (specifier !== undefined) found.push({ specifier: specifier.text, loads: loads(node) })
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('sample.tsx', text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TSX))
  return found
}

function specifierOf(node: ts.Node): ts.StringLiteralLike | undefined {
  const specifier =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
        ? node.argument.literal
        : ts.isCallExpression(node) && isLoader(node.expression)
          ? node.arguments[0]
          : undefined
  return specifier !== undefined && ts.isStringLiteralLike(specifier) ? specifier : undefined
}

function isLoader(callee: ts.Expression): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true
  return ts.isIdentifier(callee) && callee.text === 'require'
}

function loads(node: ts.Node): boolean {
  if (ts.isImportTypeNode(node)) return false
  if (ts.isExportDeclaration(node)) return !node.isTypeOnly
  if (!ts.isImportDeclaration(node) || node.importClause === undefined) return true
  const { phaseModifier, name, namedBindings } = node.importClause
  if (phaseModifier === ts.SyntaxKind.TypeKeyword) return false
  if (name !== undefined || namedBindings === undefined || ts.isNamespaceImport(namedBindings))
    return true
  return namedBindings.elements.some((element) => !element.isTypeOnly)
}

/** The files below `folder` whose names match, as paths from `root` with forward slashes. */
export function sourcesBelow(root: string, folder: string, name: RegExp): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true })
    .map((file) => `${folder}/${String(file).replaceAll('\\', '/')}`)
    .filter((file) => name.test(file) && !file.includes('/node_modules/'))
    .sort()
}

/** The imports of each of `files`, read from disk. */
export function readAll(
  root: string,
  files: readonly string[],
): ReadonlyMap<string, readonly Import[]> {
  return new Map(files.map((file) => [file, importsIn(readFileSync(join(root, file), 'utf8'))]))
}
