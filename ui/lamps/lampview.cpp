#include "lamps/lampview.h"

#include "base/literals.h"
#include "labels.h"
#include "lamps/downlinktable.h"
#include "widgets/role.h"
#include "widgets/sectionhead.h"
#include "widgets/textstyle.h"

#include <QBoxLayout>

namespace parking::ui {

namespace {

constexpr int kWide = 760; ///< at 100 % text: lamp and list side by side
constexpr int kCard = 340;
constexpr int kListHeight = 300;

QFrame *makeCard(QWidget *parent)
{
    auto *card = new QFrame(parent);
    card->setObjectName(u"card"_s);
    return card;
}

} // namespace

LampView::LampView(const Situation &situation, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_situation(situation), m_theme(theme)
{
    auto *left = makeCard(this);
    m_card = new LampCard(situation, theme, left);
    auto *leftBox = new QVBoxLayout(left);
    leftBox->setContentsMargins(16, 8, 16, 12);
    leftBox->addWidget(m_card);
    leftBox->addStretch(1);
    auto *right = makeCard(this);
    m_rows = new DownlinkModel(
        situation, theme, [](const domain::SpaceId &) { return QString(); }, this);
    m_table = new DownlinkTable(*m_rows, theme, right);
    m_table->setOfOneLamp();
    m_table->setMinimumHeight(theme.scaled(kListHeight));
    auto *title = makeLabel(right, {}, tr("Sent to this lamp"));
    setTextStyle(*title, "cardTitle"_L1);
    m_count = makeLabel(right, "caption"_L1);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(15, 8, 15, 4);
    head->setSpacing(8);
    head->addWidget(title);
    head->addWidget(m_count, 1);
    auto *rightBox = new QVBoxLayout(right);
    rightBox->setContentsMargins(1, 4, 1, 4);
    rightBox->setSpacing(0);
    rightBox->addLayout(head);
    rightBox->addWidget(m_table, 1);
    m_parts = new QBoxLayout(QBoxLayout::TopToBottom);
    m_parts->setSpacing(12);
    m_parts->addWidget(left);
    m_parts->addWidget(right, 1);
    m_failure = makeLabel(this, "danger"_L1);
    m_failure->setWordWrap(true);
    m_failure->hide();
    m_consoleBox = makeCard(this);
    m_console = new LampConsole(situation, theme, m_consoleBox);
    m_advanced = new SectionHead(tr("Advanced"), m_console, theme, m_consoleBox);
    auto *box = new QVBoxLayout(m_consoleBox);
    box->setContentsMargins(16, 8, 16, 12);
    box->setSpacing(2);
    box->addWidget(m_advanced);
    box->addWidget(m_console);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_failure);
    layout->addLayout(m_parts);
    layout->addWidget(m_consoleBox);
    setAdvancedOpen(false);
    connect(m_rows, &DownlinkModel::olderWanted, this, [this](qint64 before) {
        if (m_device)
            Q_EMIT olderWanted(*m_device, before);
    });
    connect(&situation, &Situation::roleChanged, this, &LampView::updateRole);
    updateRole();
}

void LampView::setAdvancedOpen(bool open)
{
    m_advanced->setChecked(open);
    m_console->setVisible(open);
}

void LampView::updateRole()
{
    m_consoleBox->setVisible(!m_situation.isReadOnly());
}

void LampView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool isWide = width() >= m_theme.scaled(kWide);
    m_parts->setDirection(isWide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_parts->itemAt(0)->widget()->setMaximumWidth(isWide ? m_theme.scaled(kCard) : QWIDGETSIZE_MAX);
}

void LampView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    ask();
}

// --- Asking --------------------------------------------------------------------------------------

void LampView::setDevice(const std::optional<domain::DevEui> &device)
{
    if (m_device == device)
        return ask();
    m_device = device;
    m_isKnown = false;
    m_rows->setRows({});
    m_count->clear();
    m_failure->hide();
    m_card->setVisible(false); // nobody knows yet
    if (device)
        m_console->setLamp(*device);
    ask();
}

void LampView::ask()
{
    if (m_device && isVisible())
        Q_EMIT wanted(*m_device);
}

// --- Answers -------------------------------------------------------------------------------------

void LampView::setLamp(const domain::LampStatus &lamp)
{
    if (m_device != lamp.display.devEui)
        return;
    m_failure->hide();
    m_card->setLamp(lamp);
    m_card->setVisible(true);
    if (lamp.wanted)
        m_console->setPort(lamp.wanted->fPort);
}

/// What somebody reads stays where it is: rows that are known move in place, and only new ones, or
/// another lamp's, begin the list anew.
void LampView::setCommands(domain::DevEui device, const domain::DownlinkPage &page)
{
    if (m_device != device)
        return;
    m_total = page.total;
    const bool hasNew = !page.rows.isEmpty() && m_rows->rowOf(page.rows.first().id) < 0;
    if (m_isKnown && !hasNew && !page.rows.isEmpty()) {
        m_rows->update(page.rows);
    } else {
        const QList<domain::DownlinkId> chosen = m_table->chosen();
        m_rows->setRows(page.rows, page.total > page.rows.size());
        m_table->choose(chosen);
    }
    m_isKnown = true;
    updateCount();
}

void LampView::setOlder(domain::DevEui device, const QList<domain::Downlink> &rows)
{
    if (m_device == device)
        m_rows->addOlder(rows);
}

void LampView::setFailed(const QString &words)
{
    m_rows->giveUpOlder();
    m_failure->setText(m_isKnown ? tr("What is shown may be old. %1").arg(words) : words);
    m_failure->show();
}

void LampView::updateCount()
{
    m_count->setText(m_total == 0 ? tr("nothing yet")
                                  : tr("%n commands, newest first", nullptr, int(m_total)));
}

} // namespace parking::ui
