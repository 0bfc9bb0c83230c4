/** Names of what a window may ask for. The preload loads this file alone, so it holds no schema. */
export const channels = [
  'snapshot.get',
  'draft.paste',
  'draft.enter',
  'draft.verify',
  'draft.save',
  'draft.discard',
  'draft.rotate',
  'token.verify',
  'token.clear',
  'account.use',
  'account.rename',
  'account.tie',
  'provider.add',
  'provider.remove',
  'sink.switch',
  'sink.sync',
  'keyring.probe',
  'endpoint.trust',
  'model.inspect',
  'model.cached',
  'model.search',
  'model.describe',
  'model.fit',
  'download.start',
  'download.cancel',
  'run.launch',
  'run.stop',
  'run.log',
  'run.copy-address',
  'chat.ask',
  'chat.cancel',
  'settings.update',
  'link.open',
  'window.show',
  'window.close',
] as const
export type Channel = (typeof channels)[number]

/** Names of what main sends on its own. */
export const events = ['snapshot', 'log', 'chat', 'navigate'] as const
export type EventName = (typeof events)[number]
