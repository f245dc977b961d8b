#include "setup/verdictbox.h"

#include "base/literals.h"
#include "setup/setuplabels.h"
#include "setup/wrapped.h"
#include "widgets/flowlayout.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace parking::ui {

using checks::Level;
using checks::Step;

namespace {

struct Look {
    QLatin1StringView role; ///< of the box
    QLatin1StringView words; ///< of its first line
    QString icon;
};

Look lookOf(std::optional<Level> level)
{
    if (!level)
        return {"running"_L1, {}, u"clock"_s};
    switch (*level) {
    case Level::Passed:
        return {"ok"_L1, "ok"_L1, u"check"_s};
    case Level::Warning:
        return {{}, "warning"_L1, u"warning"_s};
    case Level::Question:
        return {{}, "warning"_L1, u"info"_s};
    case Level::Failed:
        return {"danger"_L1, "danger"_L1, u"cross-circle"_s};
    }
    return {};
}

} // namespace

VerdictBox::VerdictBox(const Theme &theme, QWidget *parent) : QFrame(parent), m_theme(theme)
{
    setObjectName(u"verdict"_s);
    setFocusPolicy(Qt::StrongFocus);
    m_sign = makeLabel(this);
    m_sign->setFixedWidth(22);
    m_text = makeLabel(this);
    setTextStyle(*m_text, "strong"_L1);
    m_advice = makeLabel(this, "secondary"_L1);
    for (QLabel *label : {m_text, m_advice}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_steps = new QWidget(this);
    auto *flow = new FlowLayout;
    m_steps->setLayout(flow);
    flow->setContentsMargins(0, 2, 0, 0);
    m_detailRow = new QWidget(this);
    m_detail = makeLabel(m_detailRow, "secondary"_L1);
    m_detail->setWordWrap(true);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *copy = new QPushButton(tr("Copy"), m_detailRow);
    copy->setProperty("kind", u"link"_s);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_detail->text()); });
    auto *detailRow = new QHBoxLayout(m_detailRow);
    detailRow->setContentsMargins(0, 4, 0, 0);
    detailRow->addWidget(m_detail, 1);
    detailRow->addWidget(copy, 0, Qt::AlignTop);

    m_details = new QPushButton(tr("Details"), this);
    m_details->setProperty("kind", u"link"_s);
    connect(m_details, &QPushButton::clicked, this, [this] {
        m_detailRow->setVisible(m_detailRow->isHidden());
        fitWrapped(*this, {m_text, m_advice, m_detail});
    });
    m_cancel = new QPushButton(tr("Cancel"), this);
    m_cancel->setProperty("kind", u"compact"_s);
    connect(m_cancel, &QPushButton::clicked, this, &VerdictBox::cancelled);
    m_action = new QPushButton(this);
    m_action->setProperty("kind", u"primary"_s);
    connect(m_action, &QPushButton::clicked, this, &VerdictBox::accepted);

    auto *column = new QVBoxLayout;
    column->setSpacing(2);
    column->addWidget(m_text);
    column->addWidget(m_advice);
    column->addWidget(m_steps);
    column->addWidget(m_detailRow);
    column->addWidget(m_action, 0, Qt::AlignLeft);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 10, 14, 12);
    row->setSpacing(6);
    row->addWidget(m_sign, 0, Qt::AlignTop);
    row->addLayout(column, 1);
    row->addWidget(m_details, 0, Qt::AlignTop);
    row->addWidget(m_cancel, 0, Qt::AlignTop);
    connect(&theme, &Theme::changed, this, [this] {
        refresh();
        showSteps();
    });
    clear();
}

void VerdictBox::clear()
{
    hide();
    m_text->clear();
    m_advice->clear();
    m_detail->clear();
    setSteps({}, {});
    offer({});
}

void VerdictBox::showRunning(const QString &text, bool canCancel)
{
    if (isVisible() && !m_level) { // it counts seconds: nothing else changes
        m_text->setText(text);
        return;
    }
    clear();
    setLevel({});
    m_text->setText(text);
    m_details->hide();
    m_detailRow->hide();
    m_advice->hide();
    m_cancel->setVisible(canCancel);
    show();
}

void VerdictBox::showVerdict(const checks::Verdict &verdict)
{
    tell(verdict.level(), setuplabels::text(verdict), setuplabels::advice(verdict), verdict.detail);
    const bool isFailure = verdict.level() == Level::Failed || verdict.level() == Level::Question;
    setSteps(verdict.passed,
             isFailure ? std::optional(checks::stepOf(verdict.finding)) : std::nullopt);
}

void VerdictBox::tell(Level level, const QString &text, const QString &advice,
                      const QString &detail)
{
    clear();
    setLevel(level);
    m_text->setText(text);
    m_advice->setText(advice);
    m_advice->setVisible(!advice.isEmpty());
    m_detail->setText(detail);
    m_details->setVisible(!detail.isEmpty());
    m_detailRow->hide();
    m_cancel->hide();
    setAccessibleName(this->text());
    show();
    fitWrapped(*this, {m_text, m_advice, m_detail});
}

void VerdictBox::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    fitWrapped(*this, {m_text, m_advice, m_detail});
}

void VerdictBox::offer(const QString &action)
{
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
}

QString VerdictBox::text() const
{
    QStringList lines{m_text->text(), m_advice->text()};
    lines.removeAll(QString());
    return lines.join(u'\n');
}

void VerdictBox::setSteps(const QList<Step> &passed, std::optional<Step> failed)
{
    m_passed = passed;
    m_failed = failed;
    showSteps();
}

void VerdictBox::showSteps()
{
    qDeleteAll(m_steps->findChildren<QWidget *>(Qt::FindDirectChildrenOnly));
    for (const Step step : std::as_const(m_passed))
        addStep(u"check"_s, setuplabels::step(step), true);
    if (m_failed && !m_passed.contains(*m_failed))
        addStep(u"close"_s, setuplabels::step(*m_failed), false);
    m_steps->setVisible(!m_passed.isEmpty() || m_failed);
}

void VerdictBox::addStep(const QString &icon, const QString &word, bool isPassed)
{
    const Tokens &t = m_theme.tokens();
    auto *step = new QWidget(m_steps);
    auto *sign = makeLabel(step);
    sign->setPixmap(m_theme.pixmap(icon, 14, isPassed ? t.ok : t.danger, devicePixelRatioF()));
    auto *label = makeLabel(step, isPassed ? "secondary"_L1 : "danger"_L1, word);
    step->setAccessibleName(isPassed ? tr("%1: right").arg(word) : tr("%1: not right").arg(word));
    auto *row = new QHBoxLayout(step);
    row->setContentsMargins(0, 0, 10, 0);
    row->setSpacing(3);
    row->addWidget(sign);
    row->addWidget(label);
    m_steps->layout()->addWidget(step);
    step->show();
}

void VerdictBox::setLevel(std::optional<Level> level)
{
    m_level = level;
    const Look look = lookOf(level);
    setRole(*this, look.role);
    setRole(*m_text, look.words);
    refresh();
}

void VerdictBox::refresh()
{
    const Tokens &t = m_theme.tokens();
    const QColor colour = !m_level  ? t.text2
        : *m_level == Level::Passed ? t.ok
        : *m_level == Level::Failed ? t.danger
                                    : t.warning;
    m_sign->setPixmap(m_theme.pixmap(lookOf(m_level).icon, 16, colour, devicePixelRatioF()));
}

} // namespace parking::ui
