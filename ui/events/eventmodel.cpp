#include "events/eventmodel.h"

#include "base/literals.h"
#include "devices/devicelabels.h"

#include <algorithm>
#include <iterator>

namespace parking::ui {

using domain::SiteEvent;

EventModel::EventModel(const SiteModel &site, QObject *parent)
    : QAbstractTableModel(parent), m_names{site}
{
    connect(&site, &SiteModel::loaded, this, [this] { setFilter(m_filter); }); // other names
}

bool EventModel::passes(const SiteEvent &event) const
{
    if (m_filter.off.contains(event.kind) || event.level < m_filter.level)
        return false;
    const int row = m_names.site.rowOf(event.space);
    if (!m_filter.building.isEmpty()
        && (row < 0 || m_names.site.space(row).building != m_filter.building))
        return false;
    if (m_filter.text.isEmpty())
        return true;
    const auto has = [this](const QString &text) {
        return text.contains(m_filter.text, Qt::CaseInsensitive);
    };
    return has(labels::subject(event, m_names)) || has(labels::what(event, m_names))
        || (event.device
            && (has(event.device->toString())
                || has(labels::deviceName(*event.device, false, m_names))));
}

bool EventModel::isNewer(const Event &a, const Event &b)
{
    return a->time > b->time;
}

/// Those of them that were not told yet.
QList<EventModel::Event> EventModel::unknown(const QList<SiteEvent> &events)
{
    QList<Event> fresh;
    for (const SiteEvent &event : events) {
        if (m_keys.contains(event.key))
            continue;
        m_keys.insert(event.key);
        fresh.append(std::make_shared<const SiteEvent>(event));
    }
    return fresh;
}

int EventModel::add(const QList<SiteEvent> &events)
{
    const QList<Event> fresh = unknown(events);
    if (fresh.isEmpty())
        return 0;
    if (m_isHeld) {
        m_waiting = fresh + m_waiting;
        while (m_waiting.size() > kMost) { // who holds for hours has the database for the rest
            const Event last = m_waiting.takeLast();
            m_keys.remove(last->key);
            m_passedOver = std::max(m_passedOver.value_or(last->time), last->time);
        }
        Q_EMIT waitingChanged();
    } else {
        showNew(fresh);
    }
    return int(fresh.size());
}

/// Each takes its place by time: some are told late, and older ones are read of several kinds.
void EventModel::show(QList<Event> fresh, Side side)
{
    std::stable_sort(fresh.begin(), fresh.end(), isNewer);
    QList<Event> passing;
    for (const Event &event : std::as_const(fresh)) {
        ++m_counts[event->kind];
        if (passes(*event))
            passing.append(event);
    }
    const QList<Event> &first = side == Side::Before ? fresh : m_all;
    const QList<Event> &second = side == Side::Before ? m_all : fresh;
    QList<Event> all;
    all.reserve(fresh.size() + m_all.size());
    std::merge(first.cbegin(), first.cend(), second.cbegin(), second.cend(),
               std::back_inserter(all), isNewer);
    m_all = all;
    insertShown(passing, side);
}

/// Those that stand together go in at once: all of them, but where some were told late.
void EventModel::insertShown(const QList<Event> &fresh, Side side)
{
    const auto goesBefore = [side](const Event &one, const Event &shown) {
        return side == Side::Before ? !isNewer(shown, one) : isNewer(one, shown);
    };
    for (qsizetype i = 0; i < fresh.size();) {
        const auto place =
            std::partition_point(m_shown.cbegin(), m_shown.cend(),
                                 [&](const Event &shown) { return !goesBefore(fresh[i], shown); });
        const qsizetype at = place - m_shown.cbegin();
        qsizetype end = i + 1;
        while (end < fresh.size() && (at == m_shown.size() || goesBefore(fresh[end], m_shown[at])))
            ++end;
        beginInsertRows({}, int(at), int(at + end - i) - 1);
        m_shown = m_shown.mid(0, at) + fresh.mid(i, end - i) + m_shown.mid(at);
        endInsertRows();
        i = end;
    }
}

void EventModel::showNew(const QList<Event> &fresh)
{
    show(fresh, Side::Before);
    trim();
    Q_EMIT countsChanged();
}

void EventModel::trim()
{
    if (!m_trims)
        return;
    QSet<const SiteEvent *> gone;
    while (m_all.size() > m_most) {
        const Event last = m_all.takeLast();
        --m_counts[last->kind];
        m_keys.remove(last->key);
        gone.insert(last.get());
        m_trimmed = std::max(m_trimmed.value_or(last->time), last->time);
    }
    qsizetype keep = m_shown.size();
    while (keep > 0 && gone.contains(m_shown[keep - 1].get()))
        --keep;
    if (keep < m_shown.size()) {
        beginRemoveRows({}, int(keep), int(m_shown.size()) - 1);
        m_shown.resize(keep);
        endRemoveRows();
    }
}

int EventModel::addOlder(const QList<SiteEvent> &events)
{
    const QList<Event> fresh = unknown(events);
    show(fresh, Side::Behind);
    m_most = std::max(m_most, m_all.size());
    Q_EMIT countsChanged();
    return int(fresh.size());
}

void EventModel::clear()
{
    beginResetModel();
    m_all.clear();
    m_shown.clear();
    m_waiting.clear();
    m_keys.clear();
    m_counts.clear();
    m_most = kMost;
    m_trimmed.reset();
    m_passedOver.reset();
    endResetModel();
    Q_EMIT waitingChanged();
    Q_EMIT countsChanged();
}

void EventModel::setHeld(bool held)
{
    if (held == m_isHeld)
        return;
    m_isHeld = held;
    if (!held) {
        if (const auto passed = std::exchange(m_passedOver, {})) // between these and the others
            m_trimmed = std::max(m_trimmed.value_or(*passed), *passed);
        const QList<Event> gathered = std::exchange(m_waiting, {});
        if (!gathered.isEmpty())
            showNew(gathered);
    }
    Q_EMIT waitingChanged();
}

int EventModel::waitingWarnings() const
{
    return int(std::count_if(m_waiting.cbegin(), m_waiting.cend(), [](const Event &event) {
        return event->level != domain::EventLevel::Info;
    }));
}

void EventModel::setFilter(const EventFilter &filter)
{
    beginResetModel();
    m_filter = filter;
    m_shown.clear();
    for (const Event &event : std::as_const(m_all)) {
        if (passes(*event))
            m_shown.append(event);
    }
    endResetModel();
    Q_EMIT countsChanged();
}

void EventModel::setDeviceNames(const QHash<domain::DevEui, QString> &names)
{
    if (names == m_names.devices)
        return;
    m_names.devices = names;
    if (!m_shown.isEmpty())
        Q_EMIT dataChanged(index(0, Subject), index(rowCount() - 1, Subject));
}

int EventModel::rowOf(const QString &key) const
{
    const auto found = std::find_if(m_shown.cbegin(), m_shown.cend(),
                                    [&key](const Event &event) { return event->key == key; });
    return found == m_shown.cend() ? -1 : int(found - m_shown.cbegin());
}

std::optional<UtcTime> EventModel::oldest() const
{
    return m_all.isEmpty() ? std::nullopt : std::optional(m_all.last()->time);
}

void EventModel::remove(const QString &key)
{
    m_all.removeIf([&](const Event &event) {
        if (event->key != key)
            return false;
        --m_counts[event->kind];
        return true;
    });
    if (const int row = rowOf(key); row >= 0) {
        beginRemoveRows({}, row, row);
        m_shown.removeAt(row);
        endRemoveRows();
    }
    Q_EMIT countsChanged();
}

// --- The model -----------------------------------------------------------------------------------

int EventModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

int EventModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : kColumns;
}

QVariant EventModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)
        || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole))
        return {};
    const SiteEvent &e = event(index.row());
    switch (index.column()) {
    case Time:
        return labels::millisecond(e.time);
    case Type:
        return labels::text(e.kind);
    case Subject:
        return labels::subject(e, m_names);
    case What:
        if (const auto *change = std::get_if<domain::StateChange>(&e.body);
            change && role == Qt::AccessibleTextRole)
            return tr("%1, %2").arg(domain::nameOf(change->current), labels::what(e, m_names));
        return labels::what(e, m_names);
    case Gateway:
        return e.gateway.isEmpty() ? QString() : labels::gateway(e.gateway);
    }
    return {};
}

QVariant EventModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((section == Gateway ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    static constexpr std::array kTitles{QT_TR_NOOP("Time"), QT_TR_NOOP("Type"),
                                        QT_TR_NOOP("Subject"), QT_TR_NOOP("What happened"),
                                        QT_TR_NOOP("Gateway")};
    return tr(kTitles[size_t(section)]);
}

} // namespace parking::ui
