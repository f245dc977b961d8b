#pragma once

#include "events/eventmodel.h"
#include "models/situation.h"
#include "theme/theme.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace parking::ui {

class PayloadView;

/// The inspector of one event: what it is about, its payload with what was decoded, what it did,
/// who heard it. A message that was set aside can be tried again or deleted.
class EventDetail : public QFrame {
    Q_OBJECT

public:
    EventDetail(const EventModel &events, const Situation &situation, const Theme &theme,
                QWidget *parent = nullptr);

    void setEvent(const domain::SiteEvent &event);
    /// What a reading did: the changes that name it. Empty: none is known.
    void setConsequences(const QString &key, const QList<domain::StateChange> &changes);
    const std::optional<domain::SiteEvent> &event() const { return m_event; }
    PayloadView &payload() { return *m_payload; }
    /// A message that goes can be had back: nobody is asked before.
    void setRestores(bool restores) { m_restores = restores; }
    bool restores() const { return m_restores; }

Q_SIGNALS:
    void closed();
    void showAsked(const parking::domain::SpaceId &space); ///< on the map
    void deviceAsked(parking::domain::DevEui device);
    void copyAsked(const QByteArray &bytes);
    void retryAsked(qint64 letter);
    void deleteAsked(qint64 letter);
    void consequencesWanted(const QString &key, const parking::domain::SpaceId &space,
                            parking::UtcTime time);

private:
    void refresh();
    void showReading(const domain::Reading &reading);
    void showLetter(const domain::LetterNote &letter);
    void showAct(const domain::Act &act);
    void addFact(const QString &name, const QString &value);
    void askToDelete(qint64 letter);
    void clearFacts();

    const EventModel &m_events;
    const Situation &m_situation;
    const Theme &m_theme;
    std::optional<domain::SiteEvent> m_event;
    QLabel *m_title;
    QLabel *m_about;
    QPushButton *m_show;
    QPushButton *m_device;
    QPushButton *m_retry;
    QPushButton *m_delete;
    QLabel *m_words;
    PayloadView *m_payload;
    QLabel *m_did;
    QVBoxLayout *m_facts;
    QList<QWidget *> m_rows;
    QPushButton *m_fold;
    QLabel *m_raw;
    bool m_restores = false;
};

} // namespace parking::ui
