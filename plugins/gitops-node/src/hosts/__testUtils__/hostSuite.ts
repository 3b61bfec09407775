/* eslint-disable jest/no-export -- part of a suite that each host runs */
import { describeBranches } from './hostSuite/branches';
import { describeFaults } from './hostSuite/faults';
import type {
  FailingSubject,
  HostSubject,
  HostTraits,
} from './hostSuite/HostSubject';
import { describeComparing } from './hostSuite/comparing';
import { describeMaking, describeMakingFaults } from './hostSuite/making';
import { describeMerging } from './hostSuite/merging';
import { describePullRequests } from './hostSuite/pullRequests';
import { describeRemaking } from './hostSuite/remaking';
import { describeReading } from './hostSuite/reading';
import { describeStatuses } from './hostSuite/statuses';
import { describeRefusals } from './hostSuite/refusals';
import { describeRights } from './hostSuite/rights';
import { SuiteContext } from './hostSuite/SuiteContext';
import { describeWorkflows } from './hostSuite/workflows';

/**
 * The contract of `GitHost`, asserted of one kind of host. Every host runs it against a server of
 * its own, which fails when it is asked to.
 *
 * @param makeSubject - called before each test; the subject is closed after it
 */
export function describeGitHost(
  name: string,
  traits: HostTraits,
  makeSubject: () => Promise<FailingSubject>,
): void {
  describeGitServer(name, traits, makeSubject);
  describe(`${name}, as every Git host that fails`, () => {
    const context = new SuiteContext(makeSubject);
    describeFaults(context, traits);
    describeMakingFaults(context, traits);
  });
  if (traits.makesRepositories)
    describe(`${name}, as every Git host whose rights can be changed`, () => {
      describeRights(new SuiteContext(makeSubject));
    });
}

/** The part of the contract that holds for every server, also a real one. */
export function describeGitServer(
  name: string,
  traits: HostTraits,
  makeSubject: () => Promise<HostSubject>,
): void {
  describe(`${name}, as every Git host`, () => {
    const context = new SuiteContext(makeSubject);
    describe('reads', () => {
      describeReading(context, traits);
    });
    describe('compares', () => {
      describeComparing(context);
    });
    describe('makes repositories', () => {
      describeMaking(context, traits);
    });
    describe('makes branches', () => {
      describeBranches(context, traits);
    });
    describe('opens pull requests', () => {
      describePullRequests(context, traits);
    });
    describe('merges', () => {
      describeMerging(context, traits);
    });
    describe('writes statuses', () => {
      describeStatuses(context);
    });
    describe('tells refusals', () => {
      describeRefusals(context, traits);
    });
    if (traits.remakesBranches)
      describe('makes branches anew', () => {
        describeRemaking(context);
      });
    const { workflow } = traits;
    if (workflow)
      describe('runs workflows', () => {
        describeWorkflows(context, workflow);
      });
  });
}
