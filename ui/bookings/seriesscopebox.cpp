#include "bookings/seriesscopebox.h"

#include "base/literals.h"

#include <QButtonGroup>
#include <QFrame>
#include <QHBoxLayout>
#include <QPushButton>

namespace parking::ui {

SeriesScopeBox::SeriesScopeBox(QWidget *parent) : QWidget(parent)
{
    setAccessibleName(tr("Which bookings of the series"));
    auto *frame = new QFrame(this);
    frame->setObjectName(u"segments"_s);
    auto *row = new QHBoxLayout(frame);
    row->setContentsMargins(2, 2, 2, 2);
    row->setSpacing(0);
    auto *group = new QButtonGroup(this);
    const QStringList words{tr("This one"), tr("This and following"), tr("All")};
    for (int i = 0; i < words.size(); ++i) {
        auto *button = new QPushButton(words[i], frame);
        button->setProperty("kind", u"segment"_s);
        button->setCheckable(true);
        group->addButton(button);
        row->addWidget(button, 1);
        m_choices[size_t(i)] = button;
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(frame);
    begin(false);
}

void SeriesScopeBox::begin(bool isSeries)
{
    m_choices[0]->setChecked(true);
    setVisible(isSeries);
}

domain::SeriesScope SeriesScopeBox::scope() const
{
    for (int i = 0; i < int(m_choices.size()); ++i) {
        if (m_choices[size_t(i)]->isChecked())
            return domain::SeriesScope(i);
    }
    return domain::SeriesScope::One;
}

void SeriesScopeBox::choose(domain::SeriesScope scope)
{
    m_choices[size_t(scope)]->setChecked(true);
}

} // namespace parking::ui
