import { ProxiedSignInPage } from '@backstage/core-components';
import type { IdentityApi } from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { Button, Card, CardBody, Container, Flex, Text } from '@backstage/ui';
import { useState } from 'react';
import { guest, people, Person } from './people';

/** Of the tab, so that two tabs can be two people. */
const REMEMBERED = 'portal.person';

/** Asks as whom to open the portal. A demonstration: nobody has to prove who they are. */
export function SignInPage({ onSignInSuccess }: SignInPageProps) {
  const [name, setName] = useState(() => sessionStorage.getItem(REMEMBERED));
  if (name)
    return (
      <ProxiedSignInPage
        provider="people"
        headers={{ 'x-person': name }}
        onSignInSuccess={identity =>
          onSignInSuccess(forgettingPerson(identity))
        }
      />
    );
  const enter = (person: Person) => {
    sessionStorage.setItem(REMEMBERED, person.name);
    setName(person.name);
  };
  return (
    <Container py="8">
      <Flex direction="column" gap="4" style={{ maxWidth: 640 }}>
        <Text as="h1" variant="title-medium" weight="bold">
          Open the portal as
        </Text>
        <Text color="secondary">
          The servers behind this portal are simulated, and so are these people:
          nobody has to prove who they are. What each of them may do is the
          permission policy of the backend.
        </Text>
        {people.map(person => (
          <PersonCard
            key={person.name}
            person={person}
            label={`Open as ${person.title}`}
            onEnter={enter}
          />
        ))}
        <PersonCard person={guest} label="Enter as a guest" onEnter={enter} />
      </Flex>
    </Container>
  );
}

function PersonCard({
  person,
  label,
  onEnter,
}: {
  person: Person;
  label: string;
  onEnter(person: Person): void;
}) {
  return (
    <Card>
      <CardBody>
        <Flex align="center" justify="between" gap="4">
          <Flex direction="column" gap="1">
            <Text weight="bold">{person.title}</Text>
            <Text variant="body-small" color="secondary">
              {person.may}
            </Text>
          </Flex>
          <Button variant="secondary" onPress={() => onEnter(person)}>
            {label}
          </Button>
        </Flex>
      </CardBody>
    </Card>
  );
}

/** Signing out asks again who opens the portal. */
function forgettingPerson(identity: IdentityApi): IdentityApi {
  return {
    getProfileInfo: () => identity.getProfileInfo(),
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    async signOut() {
      sessionStorage.removeItem(REMEMBERED);
      await identity.signOut();
    },
  };
}
