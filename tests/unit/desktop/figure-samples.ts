import type { Output } from '../../../shared/ipc/contract.ts'

/** What main answers to a question about the figures of servers. */
export const figures = (run: string): Output<'run.figures'> => [
  {
    run,
    samples: [
      {
        at: '2026-11-23T10:11:12.000Z',
        memoryBytes: 1,
        gpuBytes: 2,
        gpuBusy: 0.5,
        tokensPerSecond: 4,
        running: 1,
        waiting: 0,
      },
    ],
    health: {
      isWell: true,
      status: 200,
      askedAt: '2026-11-23T10:11:12.000Z',
      since: '2026-11-23T10:11:12.000Z',
    },
  },
]
