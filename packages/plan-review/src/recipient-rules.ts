import { isAlarm } from './alarm-rules';
import { asList, at, isEmpty, isEqual, isObject, type Json, texts } from './json';
import { isGone, type ResourceChange } from './plan';
import { look, type Rule, type RuleFinding, refusal, when } from './rule';
import { isSecret, watch } from './switches';

const TOPIC = 'aws_sns_topic';
const SUBSCRIPTION = 'aws_sns_topic_subscription';

/** Rules on changes that would keep a message from its recipient. */
export const recipientRules: readonly Rule[] = [
  {
    types: [SUBSCRIPTION],
    find: (change, all) => {
      if (!isGone(change)) return [];
      const topic = watch(change, 'topic_arn').old;
      // The rule of the topic judges both if the topic is deleted as well.
      if (all.some((other) => other.type === TOPIC && isGone(other) && isEqual(arnOf(other), topic))) return [];
      const senders = sendersTo(topic, all);
      if (senders.before === 0) return [look(NOBODY_KNOWN)];
      if (senders.after === 0) return [];
      if (isMadeAnew(change, all, topic)) return confirmation(change);
      return [refusal('recipient-removed', [watch(change, 'endpoint'), watch(change, 'topic_arn')])];
    },
  },
  {
    types: [SUBSCRIPTION],
    find: (change) => {
      const filter = watch(change, 'filter_policy');
      const isOther = change.action === 'update' && !isEmpty(filter.now) && !isEqual(filter.old, filter.now);
      return when(
        isOther,
        look('The subscription has another filter. Messages that it rejects do not reach this recipient.'),
      );
    },
  },
  {
    types: [TOPIC],
    find: (change, all) => {
      if (!isGone(change)) return [];
      const arn = arnOf(change);
      const senders = sendersTo(arn, all);
      if (senders.before === 0) return [look(NOBODY_KNOWN)];
      // Without senders nothing is lost. A rule of the senders judges their own deletion.
      if (senders.after === 0 && senders.moved === 0) return [];
      const subscriptions = all.filter(
        (other) => other.type === SUBSCRIPTION && isEqual(watch(other, 'topic_arn').old, arn),
      );
      const left = subscriptions.filter((one) => !isMadeAnew(one, all));
      if (senders.after === 0 && subscriptions.length > 0 && left.length === 0) {
        return [look(`The topic is removed, and its subscriptions are recreated for another topic. ${CONFIRM}`)];
      }
      if (senders.after === 0 && change.action === 'destroy' && subscriptions.length === 0) {
        return [look('The topic is removed, and its senders send to another topic. Who is subscribed to that topic?')];
      }
      const endpoints = left.map((one) => watch(one, 'endpoint'));
      const named = endpoints.flatMap(({ old }) => texts(old)).join(', ');
      const detail = `Subscriptions that are not recreated: ${named}.`;
      const isHidden = named === '' || endpoints.some(isSecret);
      return [refusal('recipient-removed', [watch(change, 'name')], isHidden ? undefined : detail)];
    },
  },
];

const NOBODY_KNOWN =
  'Nothing in this plan sends to the topic. If alarms or functions of another stack do, nobody is notified any more.';
const CONFIRM = 'A mail address must confirm first, and receives nothing until then.';

function arnOf(topic: ResourceChange): Json | undefined {
  return at(topic.before, 'arn');
}

interface Senders {
  readonly before: number;
  /** Number of recipients that stay unchanged. */
  readonly after: number;
  /** Number of recipients that stay but send elsewhere, or to an unknown place. */
  readonly moved: number;
}

function sendersTo(topic: Json | undefined, all: readonly ResourceChange[]): Senders {
  if (isEmpty(topic)) return { before: 0, after: 0, moved: 0 };
  const senders = all.filter((change) => destinationsOf(change, change.before).includes(topic ?? null));
  const staying = senders.filter(({ action }) => action !== 'destroy');
  // A forgotten resource sends as before.
  const same = staying.filter((change) =>
    destinationsOf(change, change.after ?? change.before).includes(topic ?? null),
  );
  return { before: senders.length, after: same.length, moved: staying.length - same.length };
}

/** Destinations of alarms, event rules and functions. */
function destinationsOf(change: ResourceChange, side: Json): readonly Json[] {
  if (isAlarm(change)) {
    return ['alarm_actions', 'ok_actions', 'insufficient_data_actions'].flatMap((name) => asList(at(side, name)));
  }
  if (change.type === 'aws_cloudwatch_event_target') return asList(at(side, 'arn'));
  if (change.type === 'aws_lambda_function') {
    const variables = at(side, 'environment', 0, 'variables');
    return isObject(variables) ? Object.values(variables) : [];
  }
  return [];
}

/**
 * True if a replacement or another resource subscribes the same recipient again: to this topic, or to any if it is
 * undefined.
 */
function isMadeAnew(subscription: ResourceChange, all: readonly ResourceChange[], topic?: Json): boolean {
  return all.some((other) => {
    if (other.type !== SUBSCRIPTION || !(other.action === 'create' || other.action === 'replace')) return false;
    const subscribed = watch(other, 'topic_arn');
    if (topic !== undefined && !subscribed.isUnknown && !isEqual(subscribed.now, topic)) return false;
    return ['protocol', 'endpoint'].every((name) => {
      const { now, isUnknown } = watch(other, name);
      return isUnknown || isEqual(now, watch(subscription, name).old);
    });
  });
}

function confirmation(subscription: ResourceChange): readonly RuleFinding[] {
  const isMail = /^email/.test(String(watch(subscription, 'protocol').old));
  return when(isMail, look(`The subscription is recreated. ${CONFIRM}`));
}
