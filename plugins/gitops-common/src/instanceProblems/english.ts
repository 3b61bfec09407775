import type { ConnectionObstacle } from './InstanceProblem';
import { inParentheses, InstanceProblemTexts } from './InstanceProblemTexts';

const obstacles: Record<ConnectionObstacle, string> = {
  hostUnknown: "its host name can't be resolved",
  hostNotLookedUp: "its host name can't be looked up right now",
  nothingListens: 'nothing is listening at its address',
  connectionBroke: 'the connection broke',
  noRoute: 'there is no route to its host',
  notTls: 'it does not speak TLS. Perhaps the url should start with http://',
  certificateUntrusted:
    'its certificate is not trusted. Configure the certificate of the authority that signed it as ca or caFile',
  certificateExpired: 'its certificate has expired',
  certificateOfOtherHost:
    'its certificate is for another host than the one in the url',
  proxyCertificateOfOtherHost:
    'the certificate of the proxy is for another host',
};

const contents = {
  notAnEvent: 'something that is not an event',
  notJson: 'something that is not JSON',
  notAChange: 'something that is not a change of an Application',
};

export const english: InstanceProblemTexts = {
  sentences: {
    notRead: () => 'It has not been read yet',
    listsNothing: () =>
      'It lists no Applications yet. Another list will show whether there are any',
    listsFewer: ({ listed, held }) =>
      `It lists ${listed} of ${held} Applications. The missing ones are shown as last seen until another list confirms that they are gone`,

    tokenFileUnreadable: ({ file }) => `The token file ${file} can't be read`,
    tokenFileEmpty: ({ file }) => `The token file ${file} is empty`,
    headerInvalid: () =>
      "The token or a configured header can't be sent: it has characters that a header may not have, such as a line break, or the connection itself sets it",
    redirected: ({ to, status }) =>
      `Argo CD redirects ${
        to ? `to ${to}` : 'elsewhere'
      } (${status}), which is not followed. Set url to the address of Argo CD itself`,

    tokenRejected: ({ answer }) =>
      `Argo CD does not accept the token (${answer})`,
    passwordRejected: () =>
      'Argo CD does not accept the user name and password (401)',
    rightMissing: ({ right, answer }) =>
      `The portal's account in Argo CD does not have the right "${right}" (${answer})`,
    accessDenied: ({ answer }) =>
      `Argo CD denies the account access (${answer})`,
    deniedByCluster: ({ user, verb, resource, answer }) =>
      `The cluster does not allow ${user} to ${verb} ${resource}, and Argo CD acts as this user in the AppProject (${answer})`,
    notFound: ({ answer }) =>
      `Argo CD does not know the address or the Application (${answer})`,
    blockedByWindow: ({ answer }) => `Argo CD forbids the sync now (${answer})`,
    operationRunning: ({ answer }) =>
      `Argo CD is already running another operation of the Application (${answer})`,
    requestRefused: ({ answer }) => `Argo CD refuses the request (${answer})`,
    tooManyRequests: () =>
      'Argo CD is limiting the requests of the portal (429)',

    serverError: ({ answer }) => `Argo CD answered ${answer}`,
    streamEnded: ({ answer }) =>
      `Argo CD ended the stream of changes: ${answer ?? 'no reason given'}`,

    unreachable: ({ obstacle, errorCode }) =>
      `Argo CD can't be reached${
        obstacle ? `: ${obstacles[obstacle]}` : ''
      }${inParentheses(errorCode)}`,
    proxyRefuses: ({ status }) =>
      `Argo CD can't be reached: the proxy refuses to connect to it (${status})`,
    connectTimeout: () => 'Connecting to Argo CD timed out',
    answerTimeout: ({ seconds }) =>
      `Argo CD did not answer within ${seconds} s`,
    streamBroke: () => 'The stream of changes broke',
    streamSilent: ({ seconds }) =>
      `The stream of changes was silent for ${seconds} s`,

    sessionWithoutToken: () => 'Argo CD opened a session without a token',
    html: ({ path }) => `Argo CD answered ${path} with an HTML page`,
    notJson: ({ path }) =>
      `Argo CD answered ${path} with something that isn't JSON`,
    notHttp: ({ errorCode }) =>
      `Argo CD answered something that isn't HTTP${inParentheses(errorCode)}`,
    notDecompressible: ({ errorCode }) =>
      `Argo CD answered something that can't be decompressed (${errorCode})`,
    tooLarge: ({ megabytes }) =>
      `Argo CD's answer is larger than ${megabytes} MB`,
    unexpectedAnswer: ({ path, places }) =>
      `Argo CD answered ${path} with something unexpected (at ${places
        .map(place => place || 'the answer itself')
        .join(', ')})`,
    manifestNotJson: () => "Argo CD answered a manifest that isn't JSON",
    notAStream: ({ contentType }) =>
      `Argo CD answered ${
        contentType ?? 'something'
      } where a stream of events was expected`,
    streamUnreadable: ({ contains }) =>
      `The stream of changes contains ${contents[contains]}`,
    maskUnknown: () =>
      'The server does not know the fields that it is asked for',
    unforeseen: () => 'Reading Argo CD failed for an unexpected reason',
  },

  preciseAdvices: {
    rightMissing: ({ right }) =>
      `Grant the account the policy "p, <account>, ${right}, allow" in argocd-rbac-cm.`,
    deniedByCluster: ({ user, verb, resource }) =>
      `Grant ${user} the right to ${verb} ${resource} in the cluster. The policy of the portal's account in argocd-rbac-cm is not the cause.`,
    maskUnknown: () => null,
    unforeseen: () => "Look at the log of the portal's backend.",
  },

  advices: {
    notRead: null,
    incomplete:
      'Argo CD may be starting up, or the account may see fewer projects than before. Nothing to do where this is intended.',
    misconfigured: 'Correct the configuration of this instance.',
    unauthorized:
      'Make a new token for the account (argocd account generate-token --account <account>) and configure it, or correct the user name and password. A changed token file is picked up by itself.',
    forbidden:
      'Grant the account the policy "p, <account>, applications, get, */*, allow" in argocd-rbac-cm.',
    notFound:
      'Check the url: it is the address of Argo CD itself, without /api/v1.',
    blockedByWindow:
      'Wait until the sync window of the AppProject allows the sync.',
    operationRunning: 'Wait until the running operation has finished.',
    refused:
      'Follow the message. If it does not help, look at the logs of argocd-server.',
    rateLimited:
      'Argo CD, or a proxy in front of it, is limiting requests. The portal goes on more slowly.',
    serverError: 'Look at the logs of argocd-server.',
    unreachable:
      'Check that argocd-server runs, and that the url, the certificate authority and the proxy are right.',
    timeout:
      'Check that argocd-server is not overloaded, and the network between it and this backend.',
    nonsense:
      'Perhaps something other than Argo CD answered: a proxy or a sign-in page. Check the url and the path to it.',
  },
};
