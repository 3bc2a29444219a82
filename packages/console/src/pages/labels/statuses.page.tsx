import { LabelsPage } from './labels.tsx';

export function Page() {
  return <LabelsPage kind="status" />;
}
