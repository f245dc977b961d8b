#include "sessiontest.h"

#include "base/literals.h"

#include <QLabel>

namespace parking::test {

using namespace parking::ui;

void SessionTest::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    m_theme.setReduceMotion(true);
}

void SessionTest::runOn(engine::EngineOptions options, const std::function<void(Doors &)> &adapt)
{
    if (!m_folder) // a test that begins its session anew keeps the folder
        m_folder = std::make_unique<QTemporaryDir>();
    options.dataFolder = m_folder->path();
    m_model = std::make_unique<SiteModel>();
    m_situation = std::make_unique<Situation>();
    m_situation->setRole(u"Operator"_s, false);
    m_notices = std::make_unique<Notices>();
    m_window = std::make_unique<OperatorWindow>(*m_model, *m_situation, *m_notices, m_theme);
    m_engine = std::make_unique<engine::EngineThread>(options);
    m_reads = std::make_unique<read::ReadThread>(options.databaseUrl);
    m_longReads = std::make_unique<read::ReadThread>(options.databaseUrl);
    Doors doors{*m_engine, *m_reads, m_clock, u"Anna"_s};
    doors.longReads = m_longReads.get();
    if (adapt)
        adapt(doors);
    m_session = std::make_unique<Session>(doors, *m_window);
    m_window->resize(1440, 900);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void SessionTest::cleanup()
{
    m_session.reset();
    m_longReads.reset();
    m_reads.reset();
    m_engine.reset();
    m_window.reset();
    m_notices.reset();
    m_situation.reset();
    m_model.reset();
    m_folder.reset();
}

QPushButton *SessionTest::buttonIn(const QWidget &widget, const QString &begin)
{
    for (QPushButton *button : widget.findChildren<QPushButton *>()) {
        if (button->isVisible() && button->text().startsWith(begin))
            return button;
    }
    return nullptr;
}

bool SessionTest::hasLabel(const QWidget &widget, const QString &begin)
{
    for (const QLabel *label : widget.findChildren<QLabel *>()) {
        if (label->isVisible() && label->text().startsWith(begin))
            return true;
    }
    return false;
}

} // namespace parking::test
