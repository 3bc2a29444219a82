import * as z from 'zod';
import type { ApiServer } from '../../platform/http/api.ts';

/** What this route needs. */
export interface EgressIpRoutesContext {
  /** `POSTHORN_EGRESS_IPS`: networks such as `203.0.113.7/32`. Null: the operator has not told them. */
  readonly egressIps: readonly string[] | null;
}

const egressIpsView = z
  .object({
    egress_ips: z.array(z.string()).describe('Networks in CIDR notation. Empty: the operator has not told them.'),
  })
  .meta({ id: 'EgressIps' });

/** `GET /v1/egress-ips`: addresses for a receiver's firewall (CONTRACTS 8, "IP allow-listing"). */
export function egressIpRoutes(api: ApiServer, ctx: EgressIpRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/egress-ips',
    config: { access: { who: 'workspace-or-operator', permission: 'catalogue.read' } },
    schema: {
      tags: ['Event types'],
      summary: 'Addresses that deliveries come from',
      response: { 200: egressIpsView },
    },
    handler: async () => ({ egress_ips: [...(ctx.egressIps ?? [])] }),
  });
}
