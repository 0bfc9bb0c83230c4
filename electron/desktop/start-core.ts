import { app, powerMonitor } from 'electron'
import { join } from 'node:path'
import { createApp, type HubkeyApp } from '../app/create-app.ts'
import { createCore } from '../app/core.ts'
import { quitQuestion } from '../app/quit-question.ts'
import { changeSettings, loadSettings } from '../app/settings-file.ts'
import { answerCommands } from '../cli/answer-commands.ts'
import { readHfEnvironment } from '../hf-environment.ts'
import { createFetch } from '../http/network-fetch.ts'
import { createReceiver } from '../http/receiver.ts'
import type { Environment, Paths } from '../ports.ts'
import { answerCall } from './answer-call.ts'
import { findCommandLine } from './command-line.ts'
import { createHandlers } from './handlers.ts'
import { copySnippet } from './handlers/runs.ts'
import { showJobNotice } from './job-notice.ts'
import { openLink } from './open-link.ts'
import { publish } from './publish.ts'
import { showRejectionNotice } from './rejection-notice.ts'
import type { Behind, Shell } from './shell.ts'
import type { TrayCommand } from './tray-menu.ts'
import { createUtilityHost } from './utility-host.ts'
import { showWatchNotice } from './watch-notice.ts'
import { applyTheme } from './windows.ts'

interface CoreOptions {
  readonly env: Environment
  readonly paths: Paths
  readonly shell: Shell
}

/** Wires the core behind the shell and starts it. */
export async function startCore({ env, paths, shell }: CoreOptions): Promise<Behind> {
  const { root, tray, windows } = shell
  const core = createCore({
    env,
    paths,
    host: createUtilityHost(join(root, 'out', 'main')),
    fetch: createFetch(env),
    receiver: createReceiver(env),
    clock: { now: () => new Date() },
    commandLine: async () => findCommandLine(root, env),
  })
  const settingsNeeds = { paths, log: core.log, clock: core.ports.clock }
  const settings = await loadSettings(settingsNeeds)
  applyTheme(settings.theme)
  const hubkey = createApp(core, {
    version: app.getVersion(),
    settings,
    owner: 'app',
    onWatchNews: (watch) => {
      showWatchNotice(watch, () => {
        windows.show('models')
      })
    },
    onRejection: (rejection) => {
      showRejectionNotice(rejection, () => {
        windows.show('tokens')
      })
    },
    onJobEnd: (job) => {
      showJobNotice(job, () => {
        windows.show('jobs')
      })
    },
    onJobMetrics: (sample) => {
      windows.send('job-metrics', sample)
    },
    onJobLog: (piece) => {
      windows.send('job-log', piece)
    },
    onChatPiece: (piece) => {
      windows.send('chat', piece)
    },
    onFigures: (figures) => {
      windows.send('figures', figures)
    },
  })
  publish({
    state: hubkey.state,
    toTray: tray.render,
    toWindows: (snapshot) => {
      windows.send('snapshot', snapshot)
    },
  })
  hubkey.launcher.onLog((run, lines, hasGap) => {
    windows.send('log', { run, lines: [...lines], hasGap })
  })
  const { endpoint } = readHfEnvironment(env, paths.home)
  const handlers = createHandlers({
    app: hubkey,
    windows,
    openLink: async (link) => openLink(link, endpoint),
    changeSettings: async (change) => {
      const next = await changeSettings(change, settingsNeeds)
      applyTheme(next.theme)
      hubkey.state.settingsChanged(next)
    },
  })
  powerMonitor.on('resume', () => {
    hubkey.downloads.tryAgain()
  })
  hubkey.start().catch((cause: unknown) => hubkey.report('start', cause))
  const commands = answerCommands(core).catch((cause: unknown) => {
    hubkey.report('commands', cause)
    return null
  })
  return {
    answer: async (call) => answerCall(call, handlers, hubkey.report),
    run: (command) => {
      runOnServer(command, hubkey).catch((cause: unknown) => hubkey.report('tray', cause))
    },
    mainClosed: () => {
      hubkey.jobs.logs.stopAll()
      hubkey.jobs.meters.stopAll()
      hubkey.jobDesk.discard()
    },
    logInClosed: () => {
      hubkey.drafts.discardAll()
      hubkey.devices.cancelAll()
    },
    quitQuestion: (by) => {
      const logIns = [...hubkey.drafts.unstored(), ...hubkey.devices.unstored()]
      return quitQuestion({ ...hubkey.state.get(), logIns }, by)
    },
    close: async () => {
      // Both at once: new questions must not wait for servers that stop.
      await Promise.all([commands.then((socket) => socket?.close()), hubkey.close()])
    },
    report: hubkey.report,
  }
}

/** The tray's commands that concern a server. */
async function runOnServer(command: TrayCommand, hubkey: HubkeyApp): Promise<void> {
  if (command.verb === 'copy-address') await copySnippet(hubkey, command.run, 'address')
  if (command.verb === 'stop') await hubkey.launcher.stop(command.run)
}
