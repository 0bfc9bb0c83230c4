import type { Input, Output } from '../../../shared/ipc/contract.ts'

/** What a window asks about the cache. */
export const cacheInputs = {
  'cache.list': undefined,
  'cache.remove': { repo: 'owner/name' },
} satisfies { 'cache.list': Input<'cache.list'>; 'cache.remove': Input<'cache.remove'> }

const commit = 'a'.repeat(40)

/** What it is answered. */
export const cacheOutputs: {
  'cache.list': Output<'cache.list'>
  'cache.remove': Output<'cache.remove'>
} = {
  'cache.list': {
    path: '/home/ada/.cache/huggingface/hub',
    repositories: [
      {
        type: 'dataset',
        repo: 'owner/name',
        size: 5,
        unfinished: 0,
        changedAt: '2026-11-23T10:11:12.000Z',
        revisions: [{ commit, refs: ['main'], files: 1, size: 5, ownSize: 5 }],
      },
    ],
  },
  'cache.remove': { freed: 5, commits: [commit] },
}
