#pragma once

#include "events/eventlabels.h"

#include <QAbstractTableModel>
#include <QSet>

#include <memory>

namespace parking::ui {

struct EventFilter {
    QSet<domain::EventKind> off = {}; ///< kinds that are not shown
    domain::EventLevel level = domain::EventLevel::Info; ///< and worse
    QString building = {}; ///< empty: all, also what belongs to none
    QString text = {}; ///< part of subject, device or words

    bool operator==(const EventFilter &) const = default;
    bool isEmpty() const { return *this == EventFilter(); }
};

/// The newest events, as they are filtered: at most kMost are kept. While it is held new ones
/// gather behind a number.
class EventModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Time, Type, Subject, What, Gateway };
    static constexpr int kColumns = Gateway + 1;
    static constexpr qsizetype kMost = 10'000;
    using Event = std::shared_ptr<const domain::SiteEvent>;

    explicit EventModel(const SiteModel &site, QObject *parent = nullptr);

    /// Newest first; those that are known already are passed over. Gives how many were new.
    int add(const QList<domain::SiteEvent> &events);
    /// Behind the others, beyond kMost too; the oldest goes for each new one that comes.
    int addOlder(const QList<domain::SiteEvent> &events);
    /// Newest of the rows that were left out for newer ones and are not read again yet.
    const std::optional<UtcTime> &trimmed() const { return m_trimmed; }
    /// While older ones are read nothing is left out, so that they follow what is shown.
    void setTrims(bool trims) { m_trims = trims; }
    void setWhole() { m_trimmed.reset(); } ///< what was left out is read again from now on
    void clear();
    void setHeld(bool held); ///< what gathers is shown when this ends
    bool isHeld() const { return m_isHeld; }
    int waiting() const { return int(m_waiting.size()); }
    int waitingWarnings() const; ///< of them, warnings and errors
    const EventFilter &filter() const { return m_filter; }
    void setFilter(const EventFilter &filter);
    void setDeviceNames(const QHash<domain::DevEui, QString> &names);

    const EventNames &names() const { return m_names; }
    const domain::SiteEvent &event(int row) const { return *m_shown[row]; }
    int rowOf(const QString &key) const; ///< -1: not shown
    qsizetype kept() const { return m_all.size(); }
    int countOf(domain::EventKind kind) const { return m_counts.value(kind); }
    std::optional<UtcTime> oldest() const;
    void remove(const QString &key); ///< a message that went

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void waitingChanged();
    void countsChanged();

private:
    bool passes(const domain::SiteEvent &event) const;
    static bool isNewer(const Event &a, const Event &b);
    enum class Side : quint8 { Before, Behind }; ///< of those of the same moment
    QList<Event> unknown(const QList<domain::SiteEvent> &events);
    void showNew(const QList<Event> &fresh);
    void show(QList<Event> fresh, Side side);
    void insertShown(const QList<Event> &fresh, Side side); ///< newest first
    void trim();

    EventNames m_names;
    EventFilter m_filter;
    QList<Event> m_all; ///< newest first
    QList<Event> m_shown; ///< of them, those that pass
    QList<Event> m_waiting; ///< newest first
    QSet<QString> m_keys; ///< of m_all and m_waiting
    QHash<domain::EventKind, int> m_counts; ///< of m_all
    std::optional<UtcTime> m_trimmed;
    std::optional<UtcTime> m_passedOver; ///< newest of what gathered and was left out
    qsizetype m_most = kMost; ///< more once older ones were asked for
    bool m_isHeld = false;
    bool m_trims = true;
};

} // namespace parking::ui
