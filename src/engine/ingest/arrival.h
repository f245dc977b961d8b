#pragma once

#include "domain/display.h"
#include "engine/context.h"
#include "engine/ingest/batchpace.h"
#include "engine/ingest/brokerlink.h"
#include "engine/ingest/ingester.h"
#include "engine/ingest/retention.h"
#include "engine/ingest/upkeep.h"
#include "journal/journal.h"
#include "store/deadletter.h"

#include <QObject>

#include <memory>

namespace parking::engine {

struct ArrivalOptions {
    QString journalFolder;
    journal::JournalSync sync = journal::JournalSync::Adaptive;
    int batchSize = 5000; ///< records in a transaction at most; fewer on a slow database
    std::optional<mqtt::MqttOptions> mqtt; ///< empty: nothing arrives by MQTT
    RetentionOptions retention;
};

/// What comes in: from the broker into the journal, from there into the database. At the broker is
/// only the station that ingests; the journal is emptied by whoever has one.
class Arrival : public QObject {
    Q_OBJECT

public:
    Arrival(const Context &context, ArrivalOptions options, QObject *parent = nullptr);
    ~Arrival() override;

    /// The journal. JOURNAL_LOCKED, JOURNAL_FOLDER; not called for viewers.
    Result<> open();
    /// Where this journal stands in the database, on a connection that is not up yet.
    Result<> resume(store::Database &database);
    /// This station ingests from now on.
    void begin();
    void drain();
    void tick(); ///< once a second
    void checkHealth();
    /// Ends the connection with the broker, commits what is in the journal (each bounded by
    /// `limit`).
    void stop(Milliseconds limit);
    /// Gives the journal back. Before the connection with the database goes. Ends the process where
    /// a message that arrived cannot be kept.
    void close();

    /// Null for viewers: whoever brings messages appends here.
    journal::Journal *journal() { return m_journal.get(); }
    bool isEmpty() const { return m_journal && m_journal->stats().backlog == 0; }
    /// Whatever was received until now is in the database, and nothing that the broker kept is on
    /// its way.
    bool hasTakenAll() const { return isEmpty() && isBrokerDone(); }
    /// The same, but for the last seconds: at a busy site something always waits.
    bool keepsUp() const;
    /// When the station last heard of the world; without limits.
    const domain::Hearing &hearing() const { return m_hearing; }
    BrokerLink &broker() { return m_broker; }
    const BrokerLink &broker() const { return m_broker; }

    /// Takes events past the journal in one transaction: history of the demo. Oldest first.
    Result<> ingestHistory(const QList<journal::JournalRecord> &records);

    /// Messages that were set aside: the station tries these again within seconds; gives how many.
    /// From any program.
    Result<qint64> retryLetters(const QList<qint64> &ids, const QString &actor = {});
    /// They go; gives what they were, which restoreLetters() takes. From any program.
    Result<QList<store::DeadLetter>> deleteLetters(const QList<qint64> &ids,
                                                   const QString &actor = {});
    /// Puts them back, all or none, and gives their new ids. Needs a station's rights: nobody else
    /// says what was received.
    Result<QList<qint64>> restoreLetters(const QList<store::DeadLetter> &letters,
                                         const QString &actor = {});

Q_SIGNALS:
    void committed(int records); ///< journal records whose transactions are done
    void idle(); ///< the journal has been taken in whole
    /// After begin(): what the broker and the journal had kept is in the database.
    void caughtUp();
    void connectionChanged(); ///< with the broker

private:
    void drainAfter(Milliseconds pause);
    Result<Ingester::Step> takeStep();
    void take(const BatchOutcome &outcome);
    void publishOutcome(const BatchOutcome &outcome);
    void noteIntake(const BatchOutcome &outcome);
    void retryAsked();
    void lookWhetherCaughtUp();
    bool isCaughtUp() const;
    bool isBrokerDone() const;
    void ensurePartitions();
    void recall();
    void checkJournal(UtcTime now);

    const Context &m_context;
    const ArrivalOptions m_options;
    std::unique_ptr<journal::Journal> m_journal;
    std::unique_ptr<Ingester> m_ingester;
    BrokerLink m_broker;
    Upkeep m_upkeep;
    Retention m_retention;
    bool m_stopping = false;
    domain::Hearing m_hearing;
    std::optional<Steady::time_point> m_began; ///< begin() waits for what is kept
    qint64 m_owed = 0; ///< records that the journal held then, and that are not taken in yet
    Steady::time_point m_lastArrival{}; ///< of records, or of the connection
    std::optional<UtcTime> m_newestUplink; ///< event time
    std::optional<Error> m_stuck; ///< why nothing goes from the journal into the database
    BatchPace m_pace;
    int m_ticks = 0;
    ClockTimer m_again;
    ClockTimer m_waiting;
};

} // namespace parking::engine
