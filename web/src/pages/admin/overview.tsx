import { AuditLog } from './audit-log.tsx';
import { Flags } from './flags.tsx';
import { AdminFrame } from './frame.tsx';

/** What waits for a decision, and what was decided. */
export function AdminPage() {
  return (
    <AdminFrame>
      <Flags />
      <AuditLog />
    </AdminFrame>
  );
}
