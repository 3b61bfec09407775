import type { ConnectionObstacle } from './InstanceProblem';
import { inParentheses, InstanceProblemTexts } from './InstanceProblemTexts';

const obstacles: Record<ConnectionObstacle, string> = {
  hostUnknown: 'der Name des Hosts ist nicht bekannt',
  hostNotLookedUp: 'der Name des Hosts lässt sich gerade nicht auflösen',
  nothingListens: 'unter der Adresse nimmt kein Dienst Verbindungen an',
  connectionBroke: 'die Verbindung ist abgebrochen',
  noRoute: 'es gibt keine Route zum Host',
  notTls: 'der Server spricht kein TLS. Sollte die url mit http:// beginnen?',
  certificateUntrusted:
    'dem Zertifikat wird nicht vertraut. Das Zertifikat der ausstellenden Stelle als ca oder caFile konfigurieren',
  certificateExpired: 'das Zertifikat ist abgelaufen',
  certificateOfOtherHost:
    'das Zertifikat gilt für einen anderen Host als den in der url',
  proxyCertificateOfOtherHost:
    'das Zertifikat des Proxys gilt für einen anderen Host',
};

const contents = {
  notAnEvent: 'kein Ereignis',
  notJson: 'kein JSON',
  notAChange: 'keine Änderung einer Application',
};

export const german: InstanceProblemTexts = {
  sentences: {
    notRead: () => 'Die Instanz wurde noch nicht gelesen',
    listsNothing: () =>
      'Die Instanz führt noch keine Applications auf. Weitere Listen zeigen, ob es welche gibt',
    listsFewer: ({ listed, held }) =>
      `Die Instanz führt nur ${listed} von ${held} Applications auf. Bis weitere Listen das bestätigen, gilt für die fehlenden der letzte bekannte Stand`,

    tokenFileUnreadable: ({ file }) =>
      `Die Token-Datei ${file} lässt sich nicht lesen`,
    tokenFileEmpty: ({ file }) => `Die Token-Datei ${file} ist leer`,
    headerInvalid: () =>
      'Das Token oder ein konfigurierter Header lässt sich nicht senden: darin stehen Zeichen, die ein Header nicht enthalten darf, etwa ein Zeilenumbruch, oder die Verbindung setzt den Header selbst',
    redirected: ({ to, status }) =>
      `Argo CD leitet ${
        to ? `auf ${to}` : 'auf eine andere Adresse'
      } um (${status}), und Umleitungen folgt das Portal nicht. Als url die Adresse von Argo CD selbst konfigurieren`,

    tokenRejected: ({ answer }) =>
      `Argo CD akzeptiert das Token nicht (${answer})`,
    passwordRejected: () =>
      'Argo CD akzeptiert Benutzername und Passwort nicht (401)',
    rightMissing: ({ right, answer }) =>
      `Dem Account des Portals in Argo CD fehlt das Recht „${right}“ (${answer})`,
    accessDenied: ({ answer }) =>
      `Argo CD verweigert dem Account den Zugriff (${answer})`,
    deniedByCluster: ({ user, verb, resource, answer }) =>
      `In diesem AppProject handelt Argo CD als ${user}, und der Cluster verweigert diesem Benutzer das Recht „${verb} ${resource}“ (${answer})`,
    notFound: ({ answer }) =>
      `Argo CD kennt die Adresse oder die Application nicht (${answer})`,
    blockedByWindow: ({ answer }) =>
      `Argo CD lässt die Synchronisierung gerade nicht zu (${answer})`,
    operationRunning: ({ answer }) =>
      `Argo CD führt gerade eine andere Operation der Application aus (${answer})`,
    requestRefused: ({ answer }) => `Argo CD lehnt die Anfrage ab (${answer})`,
    tooManyRequests: () => 'Argo CD begrenzt die Anfragen des Portals (429)',

    serverError: ({ answer }) =>
      `Argo CD hat mit einem Fehler geantwortet (${answer})`,
    streamEnded: ({ answer }) =>
      `Argo CD hat den Stream der Änderungen beendet${
        answer ? `: ${answer}` : ', ohne einen Grund zu nennen'
      }`,

    unreachable: ({ obstacle, errorCode }) =>
      `Argo CD ist nicht erreichbar${
        obstacle ? `: ${obstacles[obstacle]}` : ''
      }${inParentheses(errorCode)}`,
    proxyRefuses: ({ status }) =>
      `Argo CD ist nicht erreichbar: der Proxy lehnt die Verbindung ab (${status})`,
    connectTimeout: () =>
      'Die Verbindung zu Argo CD kam nicht rechtzeitig zustande',
    answerTimeout: ({ seconds }) =>
      `Argo CD hat nicht innerhalb von ${seconds} s geantwortet`,
    streamBroke: () => 'Der Stream der Änderungen ist abgebrochen',
    streamSilent: ({ seconds }) =>
      `Im Stream der Änderungen kam ${seconds} s lang nichts an`,

    sessionWithoutToken: () =>
      'Argo CD hat eine Sitzung eröffnet, aber kein Token dafür geliefert',
    html: ({ path }) =>
      `Argo CD hat auf die Anfrage ${path} mit HTML geantwortet`,
    notJson: ({ path }) =>
      `Argo CD hat auf die Anfrage ${path} mit etwas geantwortet, das kein JSON ist`,
    notHttp: ({ errorCode }) =>
      `Die Antwort von Argo CD ist kein HTTP${inParentheses(errorCode)}`,
    notDecompressible: ({ errorCode }) =>
      `Die Antwort von Argo CD lässt sich nicht entpacken (${errorCode})`,
    tooLarge: ({ megabytes }) =>
      `Die Antwort von Argo CD ist größer als ${megabytes} MB`,
    unexpectedAnswer: ({ path, places }) =>
      `Argo CD hat auf die Anfrage ${path} unerwartet geantwortet (an: ${places
        .map(place => place || 'die ganze Antwort')
        .join(', ')})`,
    manifestNotJson: () =>
      'Argo CD hat ein Manifest geliefert, das kein JSON ist',
    notAStream: ({ contentType }) =>
      `Argo CD hat mit ${
        contentType ?? 'etwas Unbekanntem'
      } geantwortet statt mit einem Stream von Ereignissen`,
    streamUnreadable: ({ contains }) =>
      `Der Stream der Änderungen enthält etwas, das ${contents[contains]} ist`,
    maskUnknown: () => 'Der Server kennt die angefragten Felder nicht',
    unforeseen: () =>
      'Argo CD konnte aus einem unvorhergesehenen Grund nicht gelesen werden',
  },

  preciseAdvices: {
    rightMissing: ({ right }) =>
      `Für den Account in argocd-rbac-cm die Policy „p, <account>, ${right}, allow“ eintragen.`,
    deniedByCluster: ({ user, verb, resource }) =>
      `${user} im Cluster das Recht „${verb} ${resource}“ geben. Die Policy für den Account des Portals in argocd-rbac-cm ist nicht die Ursache.`,
    maskUnknown: () => null,
    unforeseen: () => 'Das Log des Portal-Backends ansehen.',
  },

  advices: {
    notRead: null,
    incomplete:
      'Vielleicht startet Argo CD gerade, oder der Account sieht weniger Projekte als zuvor. Ist das so gewollt, gibt es nichts zu tun.',
    misconfigured: 'Die Konfiguration dieser Instanz korrigieren.',
    unauthorized:
      'Für den Account ein neues Token erzeugen (argocd account generate-token --account <account>) und konfigurieren, oder Benutzername und Passwort korrigieren. Ein Token in einer Datei wird von selbst neu gelesen.',
    forbidden:
      'Für den Account in argocd-rbac-cm die Policy „p, <account>, applications, get, */*, allow“ eintragen.',
    notFound:
      'Die url prüfen: sie ist die Adresse von Argo CD selbst, ohne /api/v1.',
    blockedByWindow:
      'Warten, bis das Sync Window des AppProject die Synchronisierung zulässt.',
    operationRunning: 'Warten, bis die laufende Operation beendet ist.',
    refused:
      'Die Meldung beachten. Hilft sie nicht weiter, die Logs von argocd-server ansehen.',
    rateLimited:
      'Argo CD oder ein Proxy davor begrenzt die Anfragen. Das Portal liest langsamer weiter.',
    serverError: 'Die Logs von argocd-server ansehen.',
    unreachable:
      'Prüfen, ob argocd-server läuft und ob url, Zertifizierungsstelle und Proxy stimmen.',
    timeout:
      'Prüfen, ob argocd-server überlastet ist und ob das Netzwerk zwischen ihm und diesem Backend funktioniert.',
    nonsense:
      'Vielleicht hat nicht Argo CD geantwortet, sondern ein Proxy oder eine Anmeldeseite. Die url und den Weg dorthin prüfen.',
  },
};
