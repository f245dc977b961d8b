// A second front end beside the operator's window: what a lobby shows, made of SiteModel, Situation
// and MapView, live on a running engine. It needs no desk, no page and nothing of the shell.

#include "app/feed.h"
#include "labels.h"
#include "map/mapaccessible.h"
#include "map/mapview.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QApplication>
#include <QLabel>
#include <QTest>
#include <QVBoxLayout>

using namespace parking;
using namespace parking::ui;
using namespace Qt::StringLiterals;
using domain::SpaceState;

namespace {

constexpr int kPatience = 30'000; // of QTRY, ms: for slow machines only

/// The map, how many spaces are free, the time, and whether the picture can be trusted.
class Lobby : public QWidget {
public:
    Lobby(SiteModel &model, const Situation &situation, const Theme &theme)
        : m_model(model), m_situation(situation)
    {
        m_map = new MapView(model, theme, this);
        m_map->setOptions({.readOnly = true});
        m_free = new QLabel(this);
        m_line = new QLabel(this);
        auto *layout = new QVBoxLayout(this);
        layout->addWidget(m_free);
        layout->addWidget(m_map, 1);
        layout->addWidget(m_line);
        connect(&model, &SiteModel::countsChanged, this, [this] { count(); });
        connect(&situation, &Situation::nowChanged, this, [this] { tell(); });
        connect(&situation, &Situation::healthChanged, this, [this] { tell(); });
        resize(1080, 1920);
    }

    MapView &map() { return *m_map; }
    QString freeText() const { return m_free->text(); }
    QString line() const { return m_line->text(); }

private:
    void count()
    {
        const Counts counts = m_model.counts();
        m_free->setText(
            u"%1 of %2 free"_s.arg(counts.byState[size_t(SpaceState::Free)]).arg(counts.total));
    }
    void tell()
    {
        m_map->setOptions({.readOnly = true, .stale = m_situation.isStale()});
        m_line->setText(m_situation.isStale() ? labels::text(*m_situation.trouble())
                                              : labels::clock(m_situation.now()));
    }

    SiteModel &m_model;
    const Situation &m_situation;
    MapView *m_map;
    QLabel *m_free;
    QLabel *m_line;
};

} // namespace

class TestSecondFrontEnd : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsTheSiteLive();

private:
    test::TestDatabases m_databases;
    QTemporaryDir m_folder;
    Theme m_theme{*qApp};
};

void TestSecondFrontEnd::showsTheSiteLive()
{
    const Result<QString> url = m_databases.emptyUrl(store::Dialect::Sqlite);
    VERIFY_OK(url);
    engine::EngineOptions options;
    options.databaseUrl = *url;
    options.dataFolder = m_folder.path();
    engine::EngineThread engine(options);
    SystemClock clock;
    SiteModel model;
    Situation situation;
    Lobby lobby(model, situation, m_theme);
    LiveFeed feed(engine, clock, model, situation);
    lobby.show();
    engine.start();
    const QByteArray csv = "code,building,floor\nG-001,Main,G\nG-002,Main,G\nG-003,Main,G\n";
    engine.ask([csv](engine::Engine &running) { return running.spaces().importCsv(csv, false); });
    QTRY_COMPARE_WITH_TIMEOUT(lobby.freeText(), u"0 of 3 free"_s, kPatience); // nothing is known
    lobby.map().show({u"Main"_s, u"G"_s});
    QCOMPARE(lobby.map().scene().rows().size(), 3);
    QTRY_COMPARE_WITH_TIMEOUT(lobby.line(), labels::clock(situation.now()), kPatience);

    // What happens at the site is seen here: in words, in the count and in the picture.
    const int row = lobby.map().scene().rows().first();
    const QImage before = lobby.map().grab().toImage();
    domain::Override value;
    value.state = SpaceState::Free;
    engine.ask([id = model.space(row).id, value](engine::Engine &running) {
        return running.spaces().setOverrides({{id, value}}, u"Ben"_s);
    });
    QTRY_COMPARE_WITH_TIMEOUT(lobby.freeText(), u"1 of 3 free"_s, kPatience);
    QVERIFY2(describe(model, row).contains(u"free"), qPrintable(describe(model, row)));
    QVERIFY(lobby.map().grab().toImage() != before);
    QVERIFY(!situation.refusal());
    engine.stop();
}

PARKING_TEST(TestSecondFrontEnd)
#include "tst_secondfrontend.moc"
