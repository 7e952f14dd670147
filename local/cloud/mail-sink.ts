import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import {
  ConfirmSubscriptionCommand,
  paginateListSubscriptions,
  paginateListSubscriptionsByTopic,
  paginateListTopics,
  type SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { z } from 'zod';
import { messageOf } from '../../packages/managed-flink/src/errors';
import { readBody } from '../../packages/managed-flink/src/http/json-protocol';
import { listenOnLoopback } from '../../packages/managed-flink/src/http/listen';
import { alarmMailText } from './alarm-mail';
import type { Answer, Call, CallHead } from './aws-call';
import type { Interceptor } from './gateway';
import { type Mail, messageFile } from './mail';

export interface MailSinkOptions {
  /** One `.eml` file a mail and recipient. */
  readonly folder: string;
  readonly client: SNSClient;
  readonly report: (line: string) => void;
}

/** Message that SNS posts to an HTTP subscriber. */
const posted = z.discriminatedUnion('Type', [
  z.object({ Type: z.literal('SubscriptionConfirmation'), TopicArn: z.string(), Token: z.string() }),
  z.object({
    Type: z.literal('Notification'),
    TopicArn: z.string(),
    Subject: z.string().nullish(),
    Message: z.string(),
    Timestamp: z.string(),
  }),
  z.object({ Type: z.literal('UnsubscribeConfirmation'), TopicArn: z.string() }),
]);

const PATH = '/_local-cloud/mail';
const DEFAULT_SUBJECT = 'AWS Notification Message';
/** The emulator gives what EventBridge publishes a subject, AWS none. */
const SUBJECT_OF_EVENTS = 'EventBridge Notification';

/** Text with SNS's footer of every mail; the link leads nowhere here. */
function withFooter(text: string, to: string, topicArn: string): string {
  const region = topicArn.split(':')[3];
  return `${text}

--
If you wish to stop receiving notifications from this topic, please click or visit the link below to unsubscribe:
https://sns.${region}.amazonaws.com/unsubscribe.html?SubscriptionArn=${topicArn}:local&Endpoint=${encodeURIComponent(to)}

Please do not reply directly to this email. If you have any questions or comments regarding this email, please contact us at https://aws.amazon.com/support`;
}

/**
 * Delivers what SNS topics send to e-mail subscribers, into files. The emulator only logs e-mail. So the local cloud
 * subscribes itself, by HTTP, to each topic before its CreateTopic call is answered, and to those that exist already,
 * and writes a mail for each of the topic's e-mail subscribers.
 * Those count as confirmed at once, unlike on AWS; the mail that asks for it is written all the same.
 */
export class MailSink implements Interceptor {
  private readonly sent: Mail[] = [];
  private readonly server = createServer((request, response) => {
    readBody(request)
      .then((body) => this.receive(body))
      .then(() => response.end())
      .catch((error: unknown) => {
        this.options.report(`Mail: ${messageOf(error)}`);
        response.writeHead(500).end();
      });
  });
  private endpoint = '';

  private constructor(private readonly options: MailSinkOptions) {}

  static async start(options: MailSinkOptions): Promise<MailSink> {
    const { folder, client } = options;
    await mkdir(folder, { recursive: true });
    const sink = new MailSink(options);
    sink.endpoint = `http://127.0.0.1:${await listenOnLoopback(sink.server)}${PATH}`;
    await removeSubscriptionsOfEarlierRuns(client);
    for await (const { Topics = [] } of paginateListTopics({ client }, {})) {
      for (const { TopicArn } of Topics) await sink.subscribe(TopicArn);
    }
    return sink;
  }

  wants({ service, operation }: CallHead): boolean {
    return service === 'sns' && (operation === 'CreateTopic' || operation === 'Subscribe');
  }

  async answer(call: Call, forward: () => Promise<Answer>): Promise<Answer> {
    const answer = await forward();
    if (answer.status !== 200) return answer;
    if (call.operation === 'CreateTopic') {
      await this.subscribe(topicArnIn(answer));
    } else {
      const confirmation = confirmationMail(call);
      if (confirmation !== undefined) await this.write(confirmation);
    }
    return answer;
  }

  /** Mails so far, oldest first. */
  mails(): readonly Mail[] {
    return this.sent;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private async subscribe(topicArn: string | undefined): Promise<void> {
    if (topicArn === undefined) return;
    const subscription = { TopicArn: topicArn, Protocol: 'http', Endpoint: this.endpoint };
    await this.options.client.send(new SubscribeCommand(subscription));
  }

  private async write(mail: Mail): Promise<void> {
    this.sent.push(mail);
    const file = join(this.options.folder, `${String(this.sent.length).padStart(4, '0')}.eml`);
    await writeFile(file, messageFile(mail));
  }

  private async receive(body: string): Promise<void> {
    const { client } = this.options;
    const message = posted.parse(JSON.parse(body));
    if (message.Type === 'SubscriptionConfirmation') {
      await client.send(new ConfirmSubscriptionCommand({ TopicArn: message.TopicArn, Token: message.Token }));
    } else if (message.Type === 'Notification') {
      const { Subject, Message, Timestamp, TopicArn } = message;
      for (const to of await mailAddresses(client, TopicArn)) {
        await this.write({
          to,
          subject: Subject && Subject !== SUBJECT_OF_EVENTS ? Subject : DEFAULT_SUBJECT,
          date: new Date(Timestamp),
          topicArn: TopicArn,
          body: withFooter(alarmMailText(Message) ?? Message, to, TopicArn),
        });
      }
    }
  }
}

async function mailAddresses(client: SNSClient, topicArn: string): Promise<readonly string[]> {
  const addresses: string[] = [];
  for await (const page of paginateListSubscriptionsByTopic({ client }, { TopicArn: topicArn })) {
    for (const { Protocol, Endpoint } of page.Subscriptions ?? []) {
      if (Endpoint !== undefined && (Protocol === 'email' || Protocol === 'email-json')) addresses.push(Endpoint);
    }
  }
  return addresses;
}

async function removeSubscriptionsOfEarlierRuns(client: SNSClient): Promise<void> {
  for await (const page of paginateListSubscriptions({ client }, {})) {
    for (const { SubscriptionArn, Endpoint } of page.Subscriptions ?? []) {
      if (Endpoint?.endsWith(PATH)) await client.send(new UnsubscribeCommand({ SubscriptionArn }));
    }
  }
}

function topicArnIn(answer: Answer): string | undefined {
  return /<TopicArn>([^<]+)<\/TopicArn>/.exec(answer.body.toString('utf8'))?.[1];
}

/** Undefined for subscriptions that are no e-mail. */
function confirmationMail(call: Call): Mail | undefined {
  const form = new URLSearchParams(call.body.toString('utf8'));
  const [to, topicArn] = [form.get('Endpoint'), form.get('TopicArn')];
  if (to === null || topicArn === null || !(form.get('Protocol') ?? '').startsWith('email')) return undefined;
  return {
    to,
    subject: 'AWS Notification - Subscription Confirmation',
    date: new Date(),
    topicArn,
    body:
      `You have chosen to subscribe to the topic:\n${topicArn}\n\n` +
      'On AWS this mail holds a link to confirm with; the local cloud has confirmed already.',
  };
}
