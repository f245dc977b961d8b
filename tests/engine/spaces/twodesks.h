#pragma once

#include "base/literals.h"
#include "domain/localtime.h"
#include "domain/problems.h"
#include "engine/engine.h"
#include "read/acts.h"
#include "store/devicestore.h"
#include "store/ingeststore.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QSignalSpy>
#include <QTest>

/// Two desks on one database that a third one filled.
namespace parking::test {

using namespace std::chrono_literals;

inline constexpr int kPatience = 30'000; // of QTRY, ms: for slow machines only
inline const domain::DevEui kSensor(0x58a0cb0000000001);

/// A window on the database, that takes nothing in.
struct Window {
    Window(const QString &url, const QString &folder) : engine(optionsOf(url, folder)) { }
    ~Window() { engine.stop(); }

    static engine::EngineOptions optionsOf(const QString &url, const QString &folder)
    {
        engine::EngineOptions options;
        options.databaseUrl = url;
        options.dataFolder = folder;
        options.ingest = false;
        return options;
    }

    engine::Engine engine;
};

struct Bench {
    QList<domain::Space> spaces; ///< B1-001 with a sensor, B1-002
    domain::Floor floor;
    domain::FloorId ground;
    domain::Booking booking; ///< of tomorrow, on B1-001
    domain::AlarmId alarm;
    qint64 letter = 0; ///< the first of two
};

class TwoDesks : public QObject {
    Q_OBJECT

protected:
    void open(store::Dialect dialect);
    QList<domain::Act> actsOf(const QString &actor) const; ///< the newest first

    TestDatabases m_databases;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<Window> m_first;
    std::unique_ptr<Window> m_second;
    Bench m_bench;

private:
    Bench bench(engine::Engine &engine) const;
};

} // namespace parking::test
