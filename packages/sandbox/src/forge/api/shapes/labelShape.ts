import type { HostedRepository } from '../../HostedRepository';
import type { Label } from '../../Labels';

export function labelShape(repository: HostedRepository, label: Label) {
  return {
    id: label.id,
    name: label.name,
    exclusive: false,
    is_archived: false,
    color: label.color,
    description: label.description,
    url: `${repository.apiUrl}/labels/${label.id}`,
  };
}
