/**
 * What an Electron without an app of its own runs first: finds the app named on the command line,
 * takes its name and version from its package.json, and loads it. The official Electron carries
 * such a program as default_app.asar; the fallback (build/electron-fallback.ts) gets this one.
 */
import { app } from 'electron'
import { existsSync, readFileSync } from 'node:fs'
import Module from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const { preloads, target, version } = readArguments(process.argv.slice(1))

if (version) {
  process.stdout.write(`v${process.versions.electron}\n`)
  process.exit(0)
} else if (target === undefined) {
  process.stderr.write('Name the app to run: electron [options] FOLDER\n')
  process.exit(64)
} else {
  // Playwright's loader comes as `-r loader.js` and must run before the app does.
  if (preloads.length > 0) Module._preloadModules(preloads)
  // Awaited at the top level: Electron gets ready only when this module is through, and some calls
  // of an app (registering a scheme) are allowed only before that.
  await load(path.resolve(target)).catch(fail)
}

/** The same reading as the official one: the first word that is no option is the app. */
function readArguments(args) {
  const found = { preloads: [], target: undefined, version: false }
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at]
    if (arg === '-r' || arg === '--require') found.preloads.push(args[(at += 1)])
    else if (arg === '-v' || arg === '--version') found.version = true
    else if (arg.startsWith('--app=')) found.target = arg.slice('--app='.length)
    else if (arg.startsWith('-')) continue
    else found.target = arg
    if (found.version || found.target !== undefined) break
  }
  return found
}

async function load(folder) {
  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true })
  const manifestFile = path.join(folder, 'package.json')
  if (existsSync(manifestFile)) {
    const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'))
    if (manifest.version) app.setVersion(manifest.version)
    const name = manifest.productName ?? manifest.name
    if (name) app.name = name
    app.setDesktopName(manifest.desktopName ?? `${app.name}.desktop`)
  }
  const entry = Module._resolveFilename(folder, null, true)
  app.setAppPath(existsSync(manifestFile) ? folder : path.dirname(entry))
  await import(pathToFileURL(entry).href)
}

function fail(error) {
  process.stderr.write(`The app could not be loaded.\n${error.stack}\n`)
  process.exit(1)
}
